WITH takes AS (
  SELECT
    take.film_id,
    QUANTILE_CONT(CAST(take.seconds AS DOUBLE), 0.5) AS percentile_seconds,
    QUANTILE_CONT(CAST(take.cost AS DOUBLE), 0.5) AS percentile_cost,
    QUANTILE_CONT(CAST(take.seconds AS DOUBLE), 0.9) AS percentile_seconds_2,
    QUANTILE_CONT(CAST(take.seconds AS DOUBLE), 0) AS percentile_seconds_3
  FROM studio.take
  GROUP BY
    take.film_id
)
SELECT
  film.title,
  takes.percentile_seconds AS takes_median_seconds,
  takes.percentile_cost AS takes_median_cost,
  takes.percentile_seconds_2 AS takes_long,
  takes.percentile_seconds_3 AS takes_short,
  film.film_id
FROM studio.film
LEFT JOIN takes
  ON film.film_id = takes.film_id
ORDER BY
  film_id
