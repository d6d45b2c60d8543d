WITH studio_stages AS (
  SELECT
    stage.studio_id,
    COUNT(*) AS count,
    SUM(stage.area) AS sum_area
  FROM lot.stage
  GROUP BY
    stage.studio_id
), studio_2 AS (
  SELECT
    studio.studio_id,
    SUM(studio.rent) AS sum_rent,
    COUNT(*) AS count
  FROM lot.studio
  GROUP BY
    studio.studio_id
)
SELECT
  film.title,
  COALESCE(studio_stages.count, 0) AS studio_stages_count,
  studio_stages.sum_area AS studio_stages_total_area,
  studio_2.sum_rent AS studio_rents,
  COALESCE(studio_2.count, 0) AS studio_count,
  film.film_id
FROM studio.film
LEFT JOIN lot.studio
  ON film.studio_id = studio.studio_id
LEFT JOIN studio_stages
  ON studio.studio_id = studio_stages.studio_id
LEFT JOIN studio_2
  ON film.studio_id = studio_2.studio_id
ORDER BY
  film_id
