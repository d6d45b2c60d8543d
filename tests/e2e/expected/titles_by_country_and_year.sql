WITH countries AS (
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
  c.country,
  t.released,
  count(*) AS titles,
  sum(CAST(is_movie AS BIGINT)) AS movies,
  sum(CAST(NOT is_movie AS BIGINT)) AS series,
  avg(minutes) AS avg_minutes
FROM countries AS c
JOIN titles AS t ON t.show_id = c.show_id
WHERE t.released >= 2015
GROUP BY c.country, t.released
HAVING count(*) >= 3
ORDER BY c.country, t.released DESC
