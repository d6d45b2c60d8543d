SELECT
  credit.full_name AS name,
  COUNT(*) AS count,
  credit.film_id
FROM studio.credit
GROUP BY
  credit.film_id,
  credit.full_name
ORDER BY
  film_id,
  name
