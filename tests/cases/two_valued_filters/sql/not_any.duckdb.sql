SELECT
  film.film_id
FROM studio.film
WHERE
  (
    film.budget < 15 OR film.budget > 25 OR film.budget IS NULL
  )
  AND NOT STARTS_WITH(film.title, 'A') IS TRUE
ORDER BY
  film_id
