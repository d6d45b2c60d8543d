SELECT
  film.title,
  film.film_id
FROM studio.film
ORDER BY
  film_id
