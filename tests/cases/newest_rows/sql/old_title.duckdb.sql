WITH latest_film AS (
  SELECT
    film.is_deleted,
    film.title,
    film.film_id
  FROM log.film
  QUALIFY
    ROW_NUMBER() OVER (PARTITION BY film.film_id ORDER BY film.saved_at DESC) = 1
)
SELECT
  film.title,
  film.film_id
FROM latest_film AS film
WHERE
  NOT film.is_deleted AND film.title = 'Alpha'
ORDER BY
  film_id
