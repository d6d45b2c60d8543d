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
countries AS (
  SELECT DISTINCT show_id, country
  FROM (SELECT show_id, trim(unnest(string_split(country, ','))) AS country FROM netflix.netflix_titles)
  WHERE country <> ''
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
  country,
  count(*) AS titles,
  count(*) FILTER (WHERE is_movie) AS movies,
  count(*) FILTER (WHERE NOT is_movie) AS series,
  CAST(count(*) FILTER (WHERE rating IN ('R', 'TV-MA', 'NC-17')) AS DOUBLE) / count(*) AS mature_share,
  (
    SELECT count(DISTINCT person)
    FROM credits
    JOIN countries AS theirs ON theirs.show_id = credits.show_id
    WHERE role = 'director' AND theirs.country = c.country
  ) AS directors,
  min(added) AS first_added,
  max(added) AS latest_added
FROM (SELECT countries.country, t.* EXCLUDE (country) FROM countries JOIN titles AS t ON t.show_id = countries.show_id) AS c
GROUP BY country
HAVING count(*) >= 50
ORDER BY titles DESC, country
