SELECT
  rate.rate_id
FROM studio.rate
WHERE
  rate.valid_to > CAST('9999-12-31 23:59:59.999999' AS TIMESTAMP)
ORDER BY
  rate_id
