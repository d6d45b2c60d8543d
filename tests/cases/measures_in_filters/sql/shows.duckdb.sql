WITH episodes AS (
  SELECT
    episode.show_id,
    COUNT(*) AS count,
    SUM(episode.minutes) AS sum_minutes
  FROM studio.episode
  GROUP BY
    episode.show_id
)
SELECT
  "show".title,
  "show".show_id
FROM studio."show"
JOIN episodes
  ON "show".show_id = episodes.show_id
WHERE
  COALESCE(episodes.count, 0) >= 1 AND episodes.sum_minutes < 60
ORDER BY
  show_id
