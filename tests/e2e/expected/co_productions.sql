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
  title,
  if(is_movie, 'Movie', 'Series') AS kind,
  released,
  (SELECT count(*) FROM countries WHERE countries.show_id = titles.show_id) AS country_count,
  nullif(array_to_string(list_filter(list_transform(string_split(country, ','), lambda c: trim(c)), lambda c: c <> ''), ', '), '') AS listed
FROM titles
WHERE show_id IN (SELECT show_id FROM countries GROUP BY show_id HAVING count(*) >= 5)
ORDER BY country_count DESC, title, show_id
