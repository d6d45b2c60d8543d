WITH picked_lighter_twin AS (
  SELECT
    bee.bee_id,
    twin.twin_id,
    bee.spot
  FROM zoo.bee
  JOIN zoo.twin
    ON bee.bee_id = twin.bee_id AND bee.weight > twin.weight
  QUALIFY
    ROW_NUMBER() OVER (PARTITION BY bee.bee_id ORDER BY twin.weight, twin.twin_id) = 1
)
SELECT
  twin.twin_id,
  heavier.bee_id AS heavier_bee_id,
  heavier_lighter_twin.twin_id AS heavier_lighter_twin_twin_id,
  heavier.spot AS heavier_spot
FROM zoo.twin
LEFT JOIN picked_lighter_twin AS heavier
  ON twin.twin_id = heavier.twin_id AND twin.bee_id = heavier.bee_id
LEFT JOIN picked_lighter_twin AS heavier_lighter_twin
  ON heavier.bee_id = heavier_lighter_twin.bee_id
ORDER BY
  twin_id
