SELECT
  film.film_id
FROM studio.film
WHERE
  film.budget < 10 OR film.is_late IS DISTINCT FROM TRUE OR film.budget IS NULL
ORDER BY
  film_id
