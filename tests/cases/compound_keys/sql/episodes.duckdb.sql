WITH season_of_next AS (
  SELECT
    season."show",
    season.before,
    COUNT(*) AS count
  FROM tv.season
  GROUP BY
    season."show",
    season.before
)
SELECT
  season_of.year AS season_of_year,
  COALESCE(season_of_next.count, 0) AS season_of_next_count,
  episode."show",
  episode.season,
  episode.number
FROM tv.episode
LEFT JOIN tv.season AS season_of
  ON episode."show" = season_of."show" AND episode.season = season_of.number
LEFT JOIN season_of_next
  ON season_of."show" = season_of_next."show" AND season_of.number = season_of_next.before
ORDER BY
  "show",
  season,
  number
