SELECT
  event.event_id
FROM log.event
WHERE
  event."at" >= CAST('2021-03-15 14:30:00' AS TIMESTAMP)
ORDER BY
  event_id
