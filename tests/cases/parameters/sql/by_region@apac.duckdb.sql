SELECT
  film.film_id,
  film.budget * 0.50 AS scaled,
  'APAC' AS asked
FROM studio.film
WHERE
  film.region = 'APAC' AND film.start >= CAST('2000-01-01' AS DATE)
ORDER BY
  film_id
