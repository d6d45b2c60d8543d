SELECT
  CASE film.status WHEN 'IP' THEN 'In production' WHEN 'W' THEN 'Wrapped' ELSE film.status END AS status,
  CASE
    WHEN film.minutes < 10
    THEN '< 10'
    WHEN film.minutes < 100
    THEN '10 – < 100'
    WHEN film.minutes >= 100
    THEN '≥ 100'
  END AS class,
  film.minutes + 1 AS more,
  film.film_id
FROM studio.film
WHERE
  film.status IN ('IP', 'W') AND film.minutes >= 10
ORDER BY
  film.minutes DESC,
  film_id
