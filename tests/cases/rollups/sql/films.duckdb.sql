WITH credits AS (
  SELECT
    credit.film_id,
    COUNT(*) AS cast_size,
    SUM(credit.fee) FILTER(WHERE credit.fee > 1) AS fees
  FROM studio.credit
  GROUP BY
    credit.film_id
)
SELECT
  film.title,
  COALESCE(credits.cast_size, 0) AS cast_size,
  credits.fees,
  credits.fees / NULLIF(COALESCE(credits.cast_size, 0), 0) AS fee_each,
  COALESCE(credits.cast_size, 0) >= 2 AS is_large,
  film.film_id
FROM studio.film
LEFT JOIN credits
  ON film.film_id = credits.film_id
WHERE
  COALESCE(credits.cast_size, 0) <= 3
ORDER BY
  cast_size DESC,
  film_id
