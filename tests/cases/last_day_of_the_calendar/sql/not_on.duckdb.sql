SELECT
  rate.rate_id
FROM studio.rate
WHERE
  rate.valid_to < CAST('9999-12-31 00:00:00' AS TIMESTAMP)
  OR rate.valid_to > CAST('9999-12-31 23:59:59.999999' AS TIMESTAMP)
  OR rate.valid_to IS NULL
ORDER BY
  rate_id
