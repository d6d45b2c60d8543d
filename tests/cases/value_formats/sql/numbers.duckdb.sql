SELECT
  CAST(ROUND(film.budget, 2) AS DECIMAL(11, 3)) AS rounded,
  COALESCE(CAST(TRY_CAST(CAST(film.score AS TEXT) AS DECIMAL(38, 0)) AS DOUBLE), film.score) AS whole,
  film.minutes * 100 AS hundreds,
  CASE
    WHEN film.minutes < 10
    THEN '< 10'
    WHEN film.minutes < 100
    THEN '10 – < 100'
    WHEN film.minutes >= 100
    THEN '≥ 100'
  END AS class,
  CASE WHEN film.seconds < 0 THEN '-' ELSE '' END || CAST(ABS(film.seconds) // 3600 AS TEXT) || ':' || LPAD(CAST(ABS(film.seconds) // 60 % 60 AS TEXT), 2, '0') || ':' || LPAD(CAST(ABS(film.seconds) % 60 AS TEXT), 2, '0') AS time,
  COALESCE(film.minutes, 0) AS given,
  film.film_id
FROM studio.film
ORDER BY
  film_id
