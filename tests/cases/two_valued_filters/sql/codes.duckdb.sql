SELECT
  film.film_id,
  film.status
FROM studio.film
WHERE
  film.status IS DISTINCT FROM 'IP'
ORDER BY
  film_id
