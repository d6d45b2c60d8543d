WITH film AS (
  SELECT
    CAST(film_id AS BIGINT) AS film_id,
    title
  FROM studio.film
  WHERE
    title <> 'Beta'
)
SELECT
  film.film_id,
  LEFT(film.title, 1) AS first
FROM film
ORDER BY
  film_id
