WITH takes AS (
  SELECT
    take.film_id,
    QUANTILE_CONT(CAST(take.seconds AS DOUBLE), 0.5) AS median_seconds,
    QUANTILE_CONT(CAST(take.cost AS DOUBLE), 0.5) AS median_cost,
    QUANTILE_CONT(CAST(take.seconds AS DOUBLE), 0.9) AS long,
    QUANTILE_CONT(CAST(take.seconds AS DOUBLE), 0) AS short
  FROM studio.take
  GROUP BY
    take.film_id
)
SELECT
  film.title,
  takes.median_seconds AS takes_median_seconds,
  takes.median_cost AS takes_median_cost,
  takes.long AS takes_long,
  takes.short AS takes_short,
  film.film_id
FROM studio.film
LEFT JOIN takes
  ON film.film_id = takes.film_id
ORDER BY
  film_id
