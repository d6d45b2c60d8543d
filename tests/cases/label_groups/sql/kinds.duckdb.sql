SELECT
  CASE title.kind WHEN 'F' THEN 'Film' WHEN 'D' THEN 'Film' WHEN 'S' THEN 'Series' ELSE title.kind END AS kind,
  COUNT(*) AS count,
  SUM(title.minutes) AS minutes
FROM studio.title
GROUP BY
  1
ORDER BY
  MIN(
    CASE
      WHEN title.kind = 'F'
      THEN 0
      WHEN title.kind = 'D'
      THEN 1
      WHEN title.kind = 'S'
      THEN 2
      WHEN title.kind IS NOT NULL
      THEN 3
    END
  ),
  MIN(title.kind),
  kind
