SELECT
  event.event_id
FROM log.event
WHERE
  CAST(DATE_TRUNC('quarter', event.day) AS DATE) >= CAST('2021-04-01' AS DATE)
ORDER BY
  event_id
