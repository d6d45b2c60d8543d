WITH picked_milestone AS (
  SELECT
    milestone.film_id,
    milestone.milestone_id
  FROM studio.milestone
  WHERE
    milestone.is_public
  QUALIFY
    ROW_NUMBER() OVER (PARTITION BY milestone.film_id ORDER BY milestone.reached DESC, milestone.milestone_id) = 1
), picked_milestone_keys AS (
  SELECT DISTINCT
    picked_milestone.milestone_id
  FROM picked_milestone
)
SELECT
  milestone.name,
  CASE WHEN newest_of.film_id IS NOT NULL THEN 1 ELSE 0 END AS newest_of_count,
  newest_of.title AS newest_of_title,
  milestone.milestone_id
FROM studio.milestone
LEFT JOIN picked_milestone_keys AS is_milestone
  ON is_milestone.milestone_id = milestone.milestone_id
LEFT JOIN studio.film AS newest_of
  ON milestone.film_id = newest_of.film_id
  AND milestone.is_public
  AND is_milestone.milestone_id IS NOT NULL
ORDER BY
  milestone_id
