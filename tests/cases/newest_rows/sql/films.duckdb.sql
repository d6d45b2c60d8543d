WITH latest_film AS (
  SELECT
    film.is_deleted,
    film.title,
    film.studio_id,
    film.film_id
  FROM log.film
  QUALIFY
    ROW_NUMBER() OVER (PARTITION BY film.film_id ORDER BY film.saved_at DESC) = 1
), latest_studio AS (
  SELECT
    studio.studio_id,
    studio.name
  FROM log.studio
  QUALIFY
    ROW_NUMBER() OVER (PARTITION BY studio.studio_id ORDER BY studio.version DESC) = 1
)
SELECT
  film.title,
  studio.name AS studio_name,
  film.film_id
FROM latest_film AS film
LEFT JOIN latest_studio AS studio
  ON film.studio_id = studio.studio_id
WHERE
  NOT film.is_deleted
ORDER BY
  film_id
