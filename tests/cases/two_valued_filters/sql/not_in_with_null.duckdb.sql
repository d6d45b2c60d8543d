SELECT
  film.film_id
FROM studio.film
WHERE
  film.budget IS DISTINCT FROM 10 AND film.budget IS NOT NULL
ORDER BY
  film_id
