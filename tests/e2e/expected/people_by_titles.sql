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
countries AS (
  SELECT DISTINCT show_id, country
  FROM (SELECT show_id, trim(unnest(string_split(country, ','))) AS country FROM netflix.netflix_titles)
  WHERE country <> ''
)
SELECT
  p.name,
  count(DISTINCT c.show_id) AS titles,
  count(DISTINCT c.show_id) FILTER (WHERE c.role = 'director') AS directed,
  count(DISTINCT c.show_id) FILTER (WHERE c.role = 'cast') AS acted,
  min(CAST(t.release_year AS BIGINT)) AS first_year,
  max(CAST(t.release_year AS BIGINT)) AS latest_year,
  count(DISTINCT l.country) AS countries
FROM people AS p
JOIN credits AS c ON c.person = p.person
JOIN netflix.netflix_titles AS t ON t.show_id = c.show_id
LEFT JOIN countries AS l ON l.show_id = c.show_id
GROUP BY p.person, p.name
HAVING count(DISTINCT c.show_id) >= 20
ORDER BY titles DESC, p.name, p.person
