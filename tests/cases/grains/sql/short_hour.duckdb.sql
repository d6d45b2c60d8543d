SELECT
  event.event_id
FROM log.event
WHERE
  DATE_TRUNC('hour', event."at") = CAST('2021-03-15 14:00:00' AS TIMESTAMP)
ORDER BY
  event_id
