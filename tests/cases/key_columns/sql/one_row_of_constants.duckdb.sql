SELECT
  CAST(1 AS BIGINT) + 1 AS two
FROM studio.credit
GROUP BY
  ()
