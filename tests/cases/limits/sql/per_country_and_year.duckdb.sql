SELECT
  film.country,
  film.year,
  COUNT(*) AS count,
  MAX(film.score) AS best
FROM studio.film
GROUP BY
  film.country,
  film.year
QUALIFY
  ROW_NUMBER() OVER (PARTITION BY film.country ORDER BY COUNT(*) DESC, film.country, film.year) = 1
ORDER BY
  count DESC,
  country,
  year
