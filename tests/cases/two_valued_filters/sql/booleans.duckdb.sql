SELECT
  film.film_id
FROM studio.film
WHERE
  film.is_late IS DISTINCT FROM TRUE
ORDER BY
  film_id
