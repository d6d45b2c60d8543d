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
)
SELECT
  released - released % 10 AS decade,
  count(*) AS titles,
  count(*) FILTER (WHERE is_movie) AS movies,
  count(*) FILTER (WHERE NOT is_movie) AS series,
  max(minutes) AS longest,
  avg(year(added) - released) AS avg_wait,
  min(title) FILTER (WHERE seasons >= 5) AS first_long_series,
  (
    SELECT count(DISTINCT person)
    FROM credits
    JOIN titles AS theirs ON theirs.show_id = credits.show_id
    WHERE role = 'director' AND theirs.released // 10 = min(titles.released) // 10
  ) AS directors
FROM titles
GROUP BY decade
ORDER BY decade DESC
