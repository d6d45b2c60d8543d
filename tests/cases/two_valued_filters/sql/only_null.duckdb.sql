SELECT
  film.film_id
FROM studio.film
WHERE
  film.budget IS NULL AND film.is_late IS NULL
ORDER BY
  film_id
