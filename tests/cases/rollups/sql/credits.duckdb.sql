WITH film_credits AS (
  SELECT
    credit.film_id,
    COUNT(*) AS count
  FROM studio.credit
  GROUP BY
    credit.film_id
)
SELECT
  CASE WHEN film.film_id IS NOT NULL THEN COALESCE(film_credits.count, 0) END AS film_cast_size,
  COUNT(*) AS count,
  SUM(credit.fee) AS fee
FROM studio.credit
LEFT JOIN studio.film
  ON credit.film_id = film.film_id
LEFT JOIN film_credits
  ON film.film_id = film_credits.film_id
GROUP BY
  1
ORDER BY
  film_cast_size
