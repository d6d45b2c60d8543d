SELECT
  film.film_id
FROM studio.film
ORDER BY
  film_id DESC
LIMIT 3
