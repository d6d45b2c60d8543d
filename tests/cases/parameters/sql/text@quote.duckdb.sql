SELECT
  film.film_id
FROM studio.film
WHERE
  film.title = 'it''s'
ORDER BY
  film_id
