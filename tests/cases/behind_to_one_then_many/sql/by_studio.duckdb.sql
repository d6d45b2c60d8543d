WITH selected_film AS (
  SELECT
    studio.name AS studio_name,
    film.studio_id,
    studio.studio_id AS studio_id_2
  FROM studio.film
  LEFT JOIN lot.studio
    ON film.studio_id = studio.studio_id
), studio_once AS (
  SELECT DISTINCT
    selected_film.studio_name,
    studio.studio_id AS key_studio_id,
    studio.rent
  FROM selected_film
  JOIN lot.studio
    ON selected_film.studio_id = studio.studio_id
), stages_once AS (
  SELECT DISTINCT
    selected_film.studio_name,
    stage.studio_id AS key_studio_id,
    stage.number AS key_number
  FROM selected_film
  JOIN lot.stage
    ON selected_film.studio_id_2 = stage.studio_id
), legs AS (
  SELECT
    selected_film.studio_name,
    COUNT(*) AS count,
    CAST(NULL AS BIGINT) AS studio_rents,
    CAST(NULL AS BIGINT) AS studio_stages_count
  FROM selected_film
  GROUP BY
    selected_film.studio_name
  UNION ALL
  SELECT
    studio_once.studio_name,
    CAST(NULL AS BIGINT) AS count,
    SUM(studio_once.rent) AS studio_rents,
    CAST(NULL AS BIGINT) AS studio_stages_count
  FROM studio_once
  GROUP BY
    studio_once.studio_name
  UNION ALL
  SELECT
    stages_once.studio_name,
    CAST(NULL AS BIGINT) AS count,
    CAST(NULL AS BIGINT) AS studio_rents,
    COUNT(*) AS studio_stages_count
  FROM stages_once
  GROUP BY
    stages_once.studio_name
)
SELECT
  legs.studio_name,
  MAX(legs.count) AS count,
  MAX(legs.studio_rents) AS studio_rents,
  COALESCE(MAX(legs.studio_stages_count), 0) AS studio_stages_count
FROM legs
GROUP BY
  legs.studio_name
ORDER BY
  studio_name
