SELECT
  film.title,
  film.film_id
FROM studio.film
ORDER BY
  film.score DESC,
  film_id
LIMIT 3
