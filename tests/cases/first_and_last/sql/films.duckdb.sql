WITH steps AS (
  SELECT
    step.film_id,
    FIRST(step.name ORDER BY step.done, step.step_id) FILTER(WHERE step.name IS NOT NULL) AS first_name,
    FIRST(step.name ORDER BY step.done DESC, step.step_id) FILTER(WHERE step.name IS NOT NULL) AS first_name_2,
    FIRST(step.name ORDER BY step.cost, step.done DESC, step.step_id) FILTER(WHERE step.name IS NOT NULL) AS first_name_3,
    FIRST(step.name ORDER BY step.cost DESC, step.done, step.step_id) FILTER(WHERE step.name IS NOT NULL) AS first_name_4
  FROM studio.step
  GROUP BY
    step.film_id
)
SELECT
  film.title,
  steps.first_name AS steps_first_step,
  steps.first_name_2 AS steps_last_step,
  steps.first_name_2 AS steps_newest_first,
  steps.first_name_3 AS steps_cheapest,
  steps.first_name_4 AS steps_dearest,
  film.film_id
FROM studio.film
LEFT JOIN steps
  ON film.film_id = steps.film_id
ORDER BY
  film_id
