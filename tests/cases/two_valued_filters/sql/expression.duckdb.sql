SELECT
  film.film_id
FROM studio.film
WHERE
  (
    film.budget <= 10 OR film.budget IS NULL
  ) AND NOT film.is_late IS TRUE
ORDER BY
  film_id
