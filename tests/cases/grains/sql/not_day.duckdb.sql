SELECT
  event.event_id
FROM log.event
WHERE
  event."at" < CAST('2021-03-15 00:00:00' AS TIMESTAMP)
  OR event."at" >= CAST('2021-03-16 00:00:00' AS TIMESTAMP)
  OR event."at" IS NULL
ORDER BY
  event_id
