SELECT
  film.film_id
FROM studio.film
WHERE
  film.budget = 10
ORDER BY
  film_id
