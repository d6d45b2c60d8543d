WITH studio_stages AS (
  SELECT
    stage.studio_id,
    COUNT(*) AS count,
    SUM(stage.area) AS total_area
  FROM lot.stage
  GROUP BY
    stage.studio_id
)
SELECT
  film.title,
  COALESCE(studio_stages.count, 0) AS studio_stages_count,
  studio_stages.total_area AS studio_stages_total_area,
  studio.rent AS studio_rents,
  CASE WHEN studio.studio_id IS NOT NULL THEN 1 ELSE 0 END AS studio_count,
  film.film_id
FROM studio.film
LEFT JOIN lot.studio
  ON film.studio_id = studio.studio_id
LEFT JOIN studio_stages
  ON studio.studio_id = studio_stages.studio_id
ORDER BY
  film_id
