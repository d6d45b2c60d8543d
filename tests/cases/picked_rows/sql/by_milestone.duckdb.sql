WITH picked_milestone AS (
  SELECT
    milestone.film_id,
    milestone.name
  FROM studio.milestone
  WHERE
    milestone.is_public
  QUALIFY
    ROW_NUMBER() OVER (PARTITION BY milestone.film_id ORDER BY milestone.reached DESC, milestone.milestone_id) = 1
)
SELECT
  milestone.name AS milestone_name,
  COUNT(*) AS count
FROM studio.film
LEFT JOIN picked_milestone AS milestone
  ON film.film_id = milestone.film_id
WHERE
  milestone.name IS DISTINCT FROM 'shot'
GROUP BY
  milestone.name
ORDER BY
  milestone_name
