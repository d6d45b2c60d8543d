SELECT
  film.title,
  film.country,
  film.film_id
FROM studio.film
QUALIFY
  ROW_NUMBER() OVER (PARTITION BY film.country ORDER BY film.score DESC, film.film_id) <= 2
ORDER BY
  film.score DESC,
  film_id
