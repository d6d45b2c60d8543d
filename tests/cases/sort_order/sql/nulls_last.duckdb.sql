SELECT
  film.film_id
FROM studio.film
ORDER BY
  film.year,
  film.title DESC,
  film_id
