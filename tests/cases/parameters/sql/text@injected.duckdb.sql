SELECT
  film.film_id
FROM studio.film
WHERE
  film.title = ''' or 1=1 --'
ORDER BY
  film_id
