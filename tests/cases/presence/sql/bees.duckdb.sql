SELECT
  bee.bee_id,
  CASE WHEN cat.cat_id IS NOT NULL THEN COALESCE(cat.place, 'nowhere') END AS cat_home,
  CASE WHEN cat.cat_id IS NOT NULL THEN 1 ELSE 0 END AS cat_count,
  CASE WHEN cat.cat_id IS NOT NULL AND COALESCE(cat.place, 'x') IS NOT NULL THEN 1 ELSE 0 END AS cat_cats,
  CASE WHEN cat.cat_id IS NOT NULL THEN 1 END AS cat_ones,
  CASE WHEN cat.cat_id IS NOT NULL THEN COALESCE(cat.place, 'nowhere') END IS NULL AS alone
FROM zoo.bee
LEFT JOIN zoo.cat
  ON bee.spot = COALESCE(cat.place, 'nowhere')
ORDER BY
  bee_id
