WITH picked_milestone AS (
  SELECT
    milestone.film_id,
    milestone.milestone_id
  FROM studio.milestone
  WHERE
    milestone.is_public
  QUALIFY
    ROW_NUMBER() OVER (PARTITION BY milestone.film_id ORDER BY milestone.reached DESC, milestone.milestone_id) = 1
), newest_of AS (
  SELECT
    milestone.milestone_id,
    COUNT(*) AS count
  FROM studio.milestone
  JOIN studio.film
    ON milestone.film_id = film.film_id
    AND milestone.is_public
    AND EXISTS(
      SELECT
        1
      FROM picked_milestone
      WHERE
        picked_milestone.milestone_id = milestone.milestone_id
    )
  GROUP BY
    milestone.milestone_id
)
SELECT
  milestone.name,
  COALESCE(newest_of.count, 0) AS newest_of_count,
  newest_of_2.title AS newest_of_title,
  milestone.milestone_id
FROM studio.milestone
LEFT JOIN newest_of
  ON milestone.milestone_id = newest_of.milestone_id
LEFT JOIN studio.film AS newest_of_2
  ON milestone.film_id = newest_of_2.film_id
  AND milestone.is_public
  AND EXISTS(
    SELECT
      1
    FROM picked_milestone
    WHERE
      picked_milestone.milestone_id = milestone.milestone_id
  )
ORDER BY
  milestone_id
