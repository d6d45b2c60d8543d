WITH ratings (place, code, name, audience, min_age) AS (
  VALUES
    (1, 'G', 'General audience', 'Kids', 0),
    (2, 'TV-G', 'General audience (series)', 'Kids', 0),
    (3, 'TV-Y', 'All children', 'Kids', 0),
    (4, 'PG', 'Parental guidance', 'Older kids', 7),
    (5, 'TV-PG', 'Parental guidance (series)', 'Older kids', 7),
    (6, 'TV-Y7', 'Older children', 'Older kids', 7),
    (7, 'TV-Y7-FV', 'Older children (fantasy violence)', 'Older kids', 7),
    (8, 'PG-13', 'Parents strongly cautioned', 'Teens', 13),
    (9, 'TV-14', 'Parents strongly cautioned (series)', 'Teens', 14),
    (10, 'R', 'Restricted', 'Adults', 17),
    (11, 'TV-MA', 'Mature audience', 'Adults', 17),
    (12, 'NC-17', 'Adults only', 'Adults', 18),
    (13, 'NR', 'Not rated', 'Unrated', NULL),
    (14, 'UR', 'Unrated version', 'Unrated', NULL)
)
SELECT
  code,
  name,
  audience,
  min_age,
  count(show_id) AS titles,
  count(show_id) FILTER (WHERE type = 'Movie') AS movies,
  count(show_id) FILTER (WHERE type = 'TV Show') AS series,
  avg(CAST(release_year AS BIGINT)) AS avg_release
FROM ratings
LEFT JOIN netflix.netflix_titles ON rating = code
GROUP BY place, code, name, audience, min_age
ORDER BY place
