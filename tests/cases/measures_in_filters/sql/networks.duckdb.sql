WITH selected_show AS (
  SELECT
    "show".network,
    "show".show_id
  FROM studio."show"
  WHERE
    "show".title IS DISTINCT FROM 'Alpha'
), legs AS (
  SELECT
    selected_show.network,
    COUNT(*) AS count,
    CAST(NULL AS BIGINT) AS episodes_count,
    CAST(NULL AS BIGINT) AS locked
  FROM selected_show
  GROUP BY
    selected_show.network
  UNION ALL
  SELECT
    selected_show.network,
    CAST(NULL AS BIGINT) AS count,
    COUNT(*) AS episodes_count,
    COUNT(*) FILTER(WHERE episode.status = 'locked') AS locked
  FROM selected_show
  JOIN studio.episode
    ON selected_show.show_id = episode.show_id
  GROUP BY
    selected_show.network
)
SELECT
  legs.network,
  MAX(legs.count) AS count,
  COALESCE(MAX(legs.episodes_count), 0) AS episodes_count,
  COALESCE(MAX(legs.locked), 0) AS locked
FROM legs
GROUP BY
  legs.network
HAVING
  COALESCE(MAX(legs.episodes_count), 0) >= 1 AND MAX(legs.count) <= 5 AND MAX(legs.count) = 1
ORDER BY
  network
