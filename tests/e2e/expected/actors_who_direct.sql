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
people AS (
  SELECT person, max(credited_as) AS name
  FROM credits
  GROUP BY person
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
  p.name,
  count(*) FILTER (WHERE role = 'director') AS directed,
  count(*) FILTER (WHERE role = 'cast') AS acted,
  CAST(count(*) FILTER (WHERE role = 'director') AS DOUBLE) / count(DISTINCT c.show_id) AS directed_share,
  string_agg(title, chr(10) ORDER BY released DESC, title, t.show_id) FILTER (WHERE role = 'director') AS works
FROM people AS p
JOIN credits AS c ON c.person = p.person
JOIN titles AS t ON t.show_id = c.show_id
GROUP BY p.person, p.name
HAVING count(*) FILTER (WHERE role = 'director') >= 3 AND bool_or(role = 'cast' AND is_movie)
ORDER BY directed DESC, acted DESC, p.name, p.person
