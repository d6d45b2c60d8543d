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
SELECT
  title,
  if(rating IN ('TV-Y', 'TV-G', 'G'), 'Kids', 'Older kids') AS audience,
  if(rating IN ('TV-Y', 'TV-G', 'G'), 0, 7) AS from_age,
  minutes,
  added,
  array_to_string(list_sort(list_transform(string_split(listed_in, ','), lambda g: trim(g))), ', ') AS genres
FROM titles
WHERE is_movie
  AND rating IN ('TV-Y', 'TV-G', 'G', 'TV-Y7', 'TV-Y7-FV', 'TV-PG', 'PG')
  AND (released = 2020 OR released = 2021)
ORDER BY from_age, title, show_id
