WITH episodes AS (
  SELECT
    episode.show_id,
    SUM(episode.minutes) AS locked_minutes
  FROM studio.episode
  WHERE
    episode.status = 'locked'
  GROUP BY
    episode.show_id
)
SELECT
  "show".title,
  episodes.locked_minutes,
  "show".show_id
FROM studio."show"
LEFT JOIN episodes
  ON "show".show_id = episodes.show_id
WHERE
  episodes.locked_minutes IS DISTINCT FROM 30
ORDER BY
  locked_minutes DESC,
  show_id
