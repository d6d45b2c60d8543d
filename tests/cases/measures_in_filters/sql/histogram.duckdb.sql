WITH episodes AS (
  SELECT
    episode.show_id,
    COUNT(*) AS count
  FROM studio.episode
  GROUP BY
    episode.show_id
)
SELECT
  COALESCE(episodes.count, 0) AS how_many,
  COUNT(*) AS shows_with_so_many
FROM studio."show"
LEFT JOIN episodes
  ON "show".show_id = episodes.show_id
WHERE
  COALESCE(episodes.count, 0) >= 1
GROUP BY
  1
ORDER BY
  how_many
