SELECT
  shoot.shoot_id
FROM studio.shoot
WHERE
  shoot.day >= CAST('2024-03-30' AS DATE) AND shoot.day < CAST('2024-04-01' AS DATE)
ORDER BY
  shoot_id
