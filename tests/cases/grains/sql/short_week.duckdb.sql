SELECT
  event.event_id
FROM log.event
WHERE
  CAST(DATE_TRUNC('week', event.day) AS DATE) IN (CAST('2020-12-28' AS DATE), CAST('2021-05-17' AS DATE))
ORDER BY
  event_id
