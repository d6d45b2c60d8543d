SELECT
  CAST(1 AS BIGINT) + 1 AS two
FROM studio.credit
WHERE
  credit.film_id = 9
GROUP BY
  ()
