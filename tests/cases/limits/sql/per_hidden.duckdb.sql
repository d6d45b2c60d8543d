SELECT
  film.title,
  film.film_id
FROM studio.film
QUALIFY
  ROW_NUMBER() OVER (PARTITION BY film.year ORDER BY film.year, film.title, film.film_id) = 1
ORDER BY
  film.year,
  title,
  film_id
