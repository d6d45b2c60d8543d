SELECT
  film.film_id
FROM studio.film
WHERE
  film.budget < 10 OR film.budget IS NULL OR film.is_late IS DISTINCT FROM TRUE
ORDER BY
  film_id
