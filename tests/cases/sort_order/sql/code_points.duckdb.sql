SELECT
  LOWER(film.title) AS title,
  film.film_id
FROM studio.film
ORDER BY
  film.title,
  film_id
