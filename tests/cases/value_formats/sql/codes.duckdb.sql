SELECT
  CASE film.status WHEN 'IP' THEN 'In production' WHEN 'W' THEN 'Wrapped' ELSE film.status END AS label,
  film.status AS code,
  CASE WHEN film.status = 'IP' THEN 'now' WHEN film.status IS NOT NULL THEN 'later' END AS mapped,
  CASE WHEN film.status = 'IP' THEN 'now' ELSE film.status END AS kept,
  COALESCE(
    CASE film.status WHEN 'IP' THEN 'In production' WHEN 'W' THEN 'Wrapped' ELSE film.status END,
    'unknown'
  ) AS filled,
  CASE WHEN film.is_done THEN 'Yes' WHEN NOT film.is_done THEN 'No' END AS done,
  CASE WHEN film.is_done THEN 'Da' WHEN NOT film.is_done THEN 'Net' END AS gotovo,
  film.film_id
FROM studio.film
ORDER BY
  film_id
