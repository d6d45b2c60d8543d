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
  film.title,
  milestone.name AS milestone_name,
  CASE WHEN milestone.film_id IS NOT NULL THEN 1 ELSE 0 END AS milestone_count,
  film.film_id
FROM studio.film
LEFT JOIN picked_milestone AS milestone
  ON film.film_id = milestone.film_id
ORDER BY
  film_id
