SELECT
  event.event_id
FROM log.event
WHERE
  CAST(DATE_TRUNC('month', event.day) AS DATE) >= CAST('2020-12-01' AS DATE)
  AND CAST(DATE_TRUNC('month', event.day) AS DATE) <= CAST('2021-01-01' AS DATE)
ORDER BY
  event_id
