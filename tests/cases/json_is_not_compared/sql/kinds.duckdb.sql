WITH selected_event AS (
  SELECT
    event.kind,
    event.body,
    event.event_id
  FROM log.event
), legs AS (
  SELECT
    selected_event.kind,
    FIRST(selected_event.body ORDER BY selected_event.event_id) FILTER(WHERE selected_event.body IS NOT NULL) AS first_body,
    CAST(NULL AS BIGINT) AS remarks_count
  FROM selected_event
  GROUP BY
    selected_event.kind
  UNION ALL
  SELECT
    selected_event.kind,
    CAST(NULL AS JSON) AS first_body,
    COUNT(*) AS remarks_count
  FROM selected_event
  JOIN log.note
    ON selected_event.event_id = note.event_id
  GROUP BY
    selected_event.kind
)
SELECT
  legs.kind,
  MAX(legs.first_body) AS first_body,
  COALESCE(MAX(legs.remarks_count), 0) AS remarks_count
FROM legs
GROUP BY
  legs.kind
ORDER BY
  kind
