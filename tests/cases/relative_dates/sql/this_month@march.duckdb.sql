SELECT
  shoot.shoot_id
FROM studio.shoot
WHERE
  shoot."at" >= CAST('2024-03-01 00:00:00' AS TIMESTAMP)
  AND shoot."at" < CAST('2024-04-01 00:00:00' AS TIMESTAMP)
ORDER BY
  shoot_id
