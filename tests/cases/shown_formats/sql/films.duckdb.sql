SELECT
  film.start,
  film.budget,
  film.share,
  film.film_id
FROM studio.film
ORDER BY
  film_id
