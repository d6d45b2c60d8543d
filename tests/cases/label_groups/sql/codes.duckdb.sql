SELECT
  title.kind,
  COUNT(*) AS count
FROM studio.title
GROUP BY
  title.kind
ORDER BY
  CASE
    WHEN title.kind = 'F'
    THEN 0
    WHEN title.kind = 'D'
    THEN 1
    WHEN title.kind = 'S'
    THEN 2
    WHEN title.kind IS NOT NULL
    THEN 3
  END,
  kind
