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
genres AS (
  SELECT DISTINCT show_id, genre
  FROM (SELECT show_id, trim(unnest(string_split(listed_in, ','))) AS genre FROM netflix.netflix_titles)
  WHERE genre <> ''
)
SELECT
  p.name,
  count(DISTINCT c.show_id) AS titles,
  count(DISTINCT g.genre) AS genre_count,
  string_agg(DISTINCT g.genre, ', ' ORDER BY g.genre) AS genres,
  max(CAST(t.date_added AS DATE)) AS latest_added
FROM people AS p
JOIN credits AS c ON c.person = p.person AND c.role = 'director'
JOIN netflix.netflix_titles AS t ON t.show_id = c.show_id
LEFT JOIN genres AS g ON g.show_id = c.show_id
GROUP BY p.person, p.name
HAVING count(DISTINCT c.show_id) >= 8
ORDER BY titles DESC, p.name, p.person
