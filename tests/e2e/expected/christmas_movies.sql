WITH titles AS (
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
SELECT title, released, minutes, rating, description
FROM titles
WHERE is_movie
  AND (title LIKE '%Christmas%' OR description LIKE '%Christmas%' OR title LIKE 'A Very Merry%')
  AND listed_in NOT LIKE '%Horror Movies%'
  AND NOT list_contains(string_split(listed_in, ', '), 'Stand-Up Comedy')
  AND (rating IS NULL OR rating NOT IN ('R', 'TV-MA', 'NC-17'))
ORDER BY released DESC, title, show_id
