SELECT
  credit.full_name AS name,
  credit.film_id,
  credit.person_id
FROM studio.credit
ORDER BY
  film_id,
  person_id
