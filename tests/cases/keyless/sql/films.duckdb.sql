WITH views AS (
  SELECT
    view.film_id,
    COUNT(*) AS count,
    SUM(view.seconds) AS seconds_total,
    COUNT(DISTINCT view.device) AS devices
  FROM log.view
  GROUP BY
    view.film_id
)
SELECT
  film.title,
  COALESCE(views.count, 0) AS views_count,
  views.seconds_total AS views_seconds_total,
  COALESCE(views.devices, 0) AS devices,
  film.film_id
FROM studio.film
LEFT JOIN views
  ON film.film_id = views.film_id
ORDER BY
  film_id
