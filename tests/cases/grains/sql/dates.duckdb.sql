SELECT
  event.event_id,
  CAST(DATE_TRUNC('year', event.day) AS DATE) AS day_year,
  CAST(DATE_TRUNC('quarter', event.day) AS DATE) AS day_quarter,
  CAST(DATE_TRUNC('month', event.day) AS DATE) AS day_month,
  CAST(DATE_TRUNC('week', event.day) AS DATE) AS day_week,
  CAST(DATE_TRUNC('day', event.day) AS DATE) AS day_day
FROM log.event
ORDER BY
  event_id
