WITH episodes AS (
  SELECT
    episode."show",
    episode.season,
    COUNT(*) AS count,
    SUM(episode.minutes) AS minutes
  FROM tv.episode
  GROUP BY
    episode."show",
    episode.season
)
SELECT
  season."show",
  season.number,
  previous.year AS previous_year,
  COALESCE(episodes.count, 0) AS episodes_count,
  episodes.minutes AS episodes_minutes
FROM tv.season
LEFT JOIN tv.season AS previous
  ON season."show" = previous."show" AND season.before = previous.number
LEFT JOIN episodes
  ON season."show" = episodes."show" AND season.number = episodes.season
ORDER BY
  "show",
  number
