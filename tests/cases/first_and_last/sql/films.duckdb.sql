WITH steps AS (
  SELECT
    step.film_id,
    FIRST(step.name ORDER BY step.done, step.step_id) FILTER(WHERE step.name IS NOT NULL) AS first_step,
    FIRST(step.name ORDER BY step.done DESC, step.step_id) FILTER(WHERE step.name IS NOT NULL) AS last_step,
    FIRST(step.name ORDER BY step.cost, step.done DESC, step.step_id) FILTER(WHERE step.name IS NOT NULL) AS cheapest,
    FIRST(step.name ORDER BY step.cost DESC, step.done, step.step_id) FILTER(WHERE step.name IS NOT NULL) AS dearest
  FROM studio.step
  GROUP BY
    step.film_id
)
SELECT
  film.title,
  steps.first_step AS steps_first_step,
  steps.last_step AS steps_last_step,
  steps.last_step AS steps_newest_first,
  steps.cheapest AS steps_cheapest,
  steps.dearest AS steps_dearest,
  film.film_id
FROM studio.film
LEFT JOIN steps
  ON film.film_id = steps.film_id
ORDER BY
  film_id
