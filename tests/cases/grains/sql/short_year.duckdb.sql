SELECT
  event.event_id
FROM log.event
WHERE
  CAST(DATE_TRUNC('year', event.day) AS DATE) = CAST('2020-01-01' AS DATE)
ORDER BY
  event_id
