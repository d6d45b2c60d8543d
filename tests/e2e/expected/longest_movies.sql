WITH parts AS (
  SELECT show_id, 'director' AS role, string_split(director, ',') AS names
  FROM netflix.netflix_titles
  UNION ALL
  SELECT show_id, 'cast', string_split(regexp_replace(regexp_replace("cast", ' +', ' ', 'g'), ', Jr\.', ' Jr.', 'g'), ',')
  FROM netflix.netflix_titles
),
named AS (
  SELECT show_id, role, trim(unnest(names)) AS name, generate_subscripts(names, 1) AS place
  FROM parts
),
credits AS (
  SELECT show_id, role, lower(name) AS person, max(name) AS credited_as, min(place) AS place
  FROM named
  WHERE name <> ''
  GROUP BY show_id, role, lower(name)
),
titles AS (
  SELECT
    show_id,
    trim(replace(title, chr(160), ' ')) AS title,
    type = 'Movie' AS is_movie,
    CAST(date_added AS DATE) AS added,
    CAST(release_year AS BIGINT) AS released,
    CASE WHEN rating NOT LIKE '%min' THEN rating END AS rating,
    CASE WHEN type = 'Movie' THEN CAST(regexp_extract(coalesce(duration, rating), '[0-9]+') AS BIGINT) END AS minutes,
    CASE WHEN type <> 'Movie' THEN CAST(regexp_extract(duration, '[0-9]+') AS BIGINT) END AS seasons,
    country, listed_in, description
  FROM netflix.netflix_titles
),
ratings (code, name) AS (
  VALUES
    ('TV-Y', 'All children'), ('TV-G', 'General audience (series)'), ('G', 'General audience'),
    ('TV-Y7', 'Older children'), ('TV-Y7-FV', 'Older children (fantasy violence)'),
    ('TV-PG', 'Parental guidance (series)'), ('PG', 'Parental guidance'),
    ('PG-13', 'Parents strongly cautioned'), ('TV-14', 'Parents strongly cautioned (series)'),
    ('R', 'Restricted'), ('TV-MA', 'Mature audience'), ('NC-17', 'Adults only'),
    ('NR', 'Not rated'), ('UR', 'Unrated version')
)
SELECT
  title,
  minutes,
  minutes / 60.0 AS hours,
  released,
  (
    SELECT string_agg(credited_as, ', ' ORDER BY place)
    FROM credits
    WHERE credits.show_id = titles.show_id AND role = 'director'
  ) AS directors,
  (SELECT name FROM ratings WHERE code = titles.rating) AS rating
FROM titles
WHERE minutes > 0
ORDER BY minutes DESC, title, show_id
LIMIT 25
