SELECT
  CAST(DATE_TRUNC('week', event.day) AS DATE) AS day_week,
  COUNT(*) AS count
FROM log.event
GROUP BY
  1
ORDER BY
  day_week DESC
