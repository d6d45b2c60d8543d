SELECT
  film.title,
  film.film_id
FROM studio.film
QUALIFY
  RANK() OVER (ORDER BY film.score DESC) <= 2
ORDER BY
  film.score DESC,
  film_id
