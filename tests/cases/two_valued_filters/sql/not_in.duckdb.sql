SELECT
  film.film_id
FROM studio.film
WHERE
  NOT film.budget IN (10, 20) OR film.budget IS NULL
ORDER BY
  film_id
