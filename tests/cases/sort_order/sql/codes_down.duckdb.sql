SELECT
  film.film_id
FROM studio.film
ORDER BY
  CASE
    WHEN film.status = 'PP'
    THEN 0
    WHEN film.status = 'IP'
    THEN 1
    WHEN film.status = 'W'
    THEN 2
    WHEN film.status IS NOT NULL
    THEN 3
  END DESC,
  film.status DESC,
  film_id
