SELECT
  film.film_id,
  CASE film.status
    WHEN 'PP'
    THEN 'Preparing'
    WHEN 'IP'
    THEN 'In production'
    WHEN 'W'
    THEN 'Wrapped'
    ELSE film.status
  END AS status
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
  END,
  film.status,
  film_id
