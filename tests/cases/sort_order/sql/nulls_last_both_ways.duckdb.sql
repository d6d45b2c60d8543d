SELECT
  film.film_id
FROM studio.film
ORDER BY
  film.year DESC,
  film.title,
  film_id
