WITH latest_studio AS (
  SELECT
    studio.name,
    studio.studio_id
  FROM log.studio
  QUALIFY
    ROW_NUMBER() OVER (PARTITION BY studio.studio_id ORDER BY studio.version DESC) = 1
), latest_film AS (
  SELECT
    film.is_deleted,
    film.studio_id,
    film.title,
    film.film_id
  FROM log.film
  QUALIFY
    ROW_NUMBER() OVER (PARTITION BY film.film_id ORDER BY film.saved_at DESC) = 1
), films AS (
  SELECT
    film.studio_id,
    COUNT(*) AS count,
    STRING_AGG(film.title, ', ' ORDER BY film.title, film.film_id) AS titles
  FROM latest_film AS film
  WHERE
    NOT film.is_deleted
  GROUP BY
    film.studio_id
)
SELECT
  studio.name,
  COALESCE(films.count, 0) AS films_count,
  films.titles,
  studio.studio_id
FROM latest_studio AS studio
LEFT JOIN films
  ON studio.studio_id = films.studio_id
ORDER BY
  studio_id
