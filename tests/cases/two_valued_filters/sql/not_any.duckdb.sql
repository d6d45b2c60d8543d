SELECT
  film.film_id
FROM studio.film
WHERE
  (
    film.budget < 15 OR film.budget > 25 OR film.budget IS NULL
  )
  AND STARTS_WITH(film.title, 'A') IS NOT TRUE
ORDER BY
  film_id
