WITH credits AS (
  SELECT
    credit.film_id,
    COUNT(*) AS count,
    SUM(credit.fee) FILTER(WHERE credit.fee > 1) AS sum_fee
  FROM studio.credit
  GROUP BY
    credit.film_id
)
SELECT
  COALESCE(credits.count, 0) >= 2 AS is_large,
  COUNT(*) AS count,
  COUNT(*) FILTER(WHERE COALESCE(credits.count, 0) >= 2) AS large,
  SUM(COALESCE(credits.count, 0)) AS people,
  SUM(credits.sum_fee) AS fees
FROM studio.film
LEFT JOIN credits
  ON film.film_id = credits.film_id
GROUP BY
  1
ORDER BY
  is_large
