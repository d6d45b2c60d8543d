SELECT
  CASE film.status
    WHEN 'PP'
    THEN 'Preparing'
    WHEN 'IP'
    THEN 'In production'
    WHEN 'W'
    THEN 'Wrapped'
    ELSE film.status
  END AS status,
  COUNT(*) AS count
FROM studio.film
GROUP BY
  1
ORDER BY
  MIN(
    CASE
      WHEN film.status = 'PP'
      THEN 0
      WHEN film.status = 'IP'
      THEN 1
      WHEN film.status = 'W'
      THEN 2
      WHEN film.status IS NOT NULL
      THEN 3
    END
  ),
  MIN(film.status),
  status
