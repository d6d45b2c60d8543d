WITH picked_milestone AS (
  SELECT
    milestone.film_id,
    milestone.name
  FROM studio.milestone
  WHERE
    milestone.is_public
  QUALIFY
    ROW_NUMBER() OVER (PARTITION BY milestone.film_id ORDER BY milestone.reached DESC, milestone.milestone_id) = 1
), milestone_2 AS (
  SELECT
    milestone.film_id,
    COUNT(*) AS count
  FROM picked_milestone AS milestone
  GROUP BY
    milestone.film_id
)
SELECT
  film.title,
  milestone.name AS milestone_name,
  COALESCE(milestone_2.count, 0) AS milestone_count,
  film.film_id
FROM studio.film
LEFT JOIN picked_milestone AS milestone
  ON film.film_id = milestone.film_id
LEFT JOIN milestone_2
  ON film.film_id = milestone_2.film_id
ORDER BY
  film_id
