SELECT
  MIN(title.kind) AS least,
  MAX(title.kind) AS greatest,
  COUNT(DISTINCT title.kind) AS codes
FROM studio.title
