SELECT
  film.film_id
FROM studio.film
WHERE
  film.budget IS DISTINCT FROM 10
ORDER BY
  film_id
