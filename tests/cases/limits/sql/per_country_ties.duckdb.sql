SELECT
  film.title,
  film.country,
  film.film_id
FROM studio.film
QUALIFY
  RANK() OVER (PARTITION BY film.country ORDER BY film.score DESC) = 1
ORDER BY
  film.score DESC,
  film_id
