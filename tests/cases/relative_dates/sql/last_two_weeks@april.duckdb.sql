SELECT
  shoot.shoot_id
FROM studio.shoot
WHERE
  shoot.day >= CAST('2024-04-18' AS DATE) AND shoot.day < CAST('2024-05-02' AS DATE)
ORDER BY
  shoot_id
