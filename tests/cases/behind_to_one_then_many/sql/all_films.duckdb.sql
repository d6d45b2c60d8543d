WITH selected_film AS (
  SELECT
    film.studio_id,
    studio.studio_id AS studio_id_2
  FROM studio.film
  LEFT JOIN lot.studio
    ON film.studio_id = studio.studio_id
), film_totals AS (
  SELECT
    COUNT(*) AS count
  FROM selected_film
), studio_once AS (
  SELECT DISTINCT
    studio.studio_id AS key_studio_id,
    studio.rent
  FROM selected_film
  JOIN lot.studio
    ON selected_film.studio_id = studio.studio_id
), studio AS (
  SELECT
    SUM(studio_once.rent) AS studio_rents,
    COUNT(*) AS studio_count
  FROM studio_once
), stages_once AS (
  SELECT DISTINCT
    stage.studio_id AS key_studio_id,
    stage.number AS key_number,
    stage.area
  FROM selected_film
  JOIN lot.stage
    ON selected_film.studio_id_2 = stage.studio_id
), studio_stages AS (
  SELECT
    SUM(stages_once.area) AS studio_stages_total_area
  FROM stages_once
)
SELECT
  film_totals.count,
  studio.studio_rents,
  studio.studio_count,
  studio_stages.studio_stages_total_area
FROM film_totals
CROSS JOIN studio
CROSS JOIN studio_stages
