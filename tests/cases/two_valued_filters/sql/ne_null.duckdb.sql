SELECT
  film.film_id
FROM studio.film
WHERE
  film.budget IS NOT NULL AND film.title IS NOT NULL
ORDER BY
  film_id
