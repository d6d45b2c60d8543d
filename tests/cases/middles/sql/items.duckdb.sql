WITH selected_film AS (
  SELECT
    film.film_id
  FROM studio.film
)
SELECT
  QUANTILE_CONT(CAST(take.seconds AS DOUBLE), 0.5) AS half,
  QUANTILE_CONT(CAST(take.seconds AS DOUBLE), 0.5) AS middle
FROM selected_film
JOIN studio.take
  ON selected_film.film_id = take.film_id
