SELECT
  event.event_id,
  CAST(DATE_TRUNC('year', event."at") AS DATE) AS at_year,
  CAST(DATE_TRUNC('week', event."at") AS DATE) AS at_week,
  CAST(event."at" AS DATE) AS at_day,
  DATE_TRUNC('hour', event."at") AS at_hour,
  DATE_TRUNC('minute', event."at") AS at_minute
FROM log.event
WHERE
  event.event_id <= 3
ORDER BY
  event_id
