SELECT
  film.film_id
FROM studio.film
WHERE
  film.budget = 10 OR film.budget IS NULL
ORDER BY
  film_id
