SELECT
  COUNT(*) AS count
FROM studio.credit
