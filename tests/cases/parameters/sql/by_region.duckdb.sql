SELECT
  film.film_id,
  film.budget * 2.00 AS scaled,
  'EMEA' AS asked
FROM studio.film
WHERE
  film.region = 'EMEA' AND film.start >= CAST('2024-01-15' AS DATE)
ORDER BY
  film_id
