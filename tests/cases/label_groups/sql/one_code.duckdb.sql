SELECT
  CASE
    WHEN title.kind = 'F'
    THEN 'Film'
    WHEN title.kind = 'D'
    THEN 'Film'
    WHEN title.kind = 'S'
    THEN 'Series'
    ELSE title.kind
  END AS kind,
  COUNT(*) AS count
FROM studio.title
WHERE
  title.kind = 'F'
GROUP BY
  1
ORDER BY
  kind
