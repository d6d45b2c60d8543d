SELECT
  CASE
    WHEN film.minutes < 10
    THEN '< 10'
    WHEN film.minutes < 100
    THEN '10 – < 100'
    WHEN film.minutes >= 100
    THEN '≥ 100'
  END AS class,
  COUNT(*) AS count
FROM studio.film
GROUP BY
  1
ORDER BY
  MIN(film.minutes),
  class
