SELECT
  film.film_id
FROM studio.film
WHERE
  film.title = '$region'
ORDER BY
  film_id
