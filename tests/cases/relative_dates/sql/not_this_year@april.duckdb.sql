SELECT
  shoot.shoot_id
FROM studio.shoot
WHERE
  shoot.day < CAST('2024-01-01' AS DATE) OR shoot.day >= CAST('2025-01-01' AS DATE) OR shoot.day IS NULL
ORDER BY
  shoot_id
