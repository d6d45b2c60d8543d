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
genres AS (
  SELECT DISTINCT show_id, genre
  FROM (SELECT show_id, trim(unnest(string_split(listed_in, ','))) AS genre FROM netflix.netflix_titles)
  WHERE genre <> ''
),
countries AS (
  SELECT DISTINCT show_id, country
  FROM (SELECT show_id, trim(unnest(string_split(country, ','))) AS country FROM netflix.netflix_titles)
  WHERE country <> ''
)
SELECT
  genre,
  count(DISTINCT g.show_id) AS titles,
  count(DISTINCT person) FILTER (WHERE role = 'director') AS directors,
  count(DISTINCT person) FILTER (WHERE role = 'cast') AS cast_members,
  count(DISTINCT l.country) AS countries,
  CAST(count(DISTINCT g.show_id) FILTER (WHERE type = 'Movie') AS DOUBLE) / count(DISTINCT g.show_id) AS movie_share
FROM genres AS g
JOIN netflix.netflix_titles AS t ON t.show_id = g.show_id
LEFT JOIN credits AS c ON c.show_id = g.show_id
LEFT JOIN countries AS l ON l.show_id = g.show_id
GROUP BY genre
ORDER BY titles DESC, genre
