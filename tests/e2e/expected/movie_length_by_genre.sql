WITH genres AS (
  SELECT DISTINCT show_id, genre
  FROM (SELECT show_id, trim(unnest(string_split(listed_in, ','))) AS genre FROM netflix.netflix_titles)
  WHERE genre <> ''
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
  genre,
  count(*) AS movies,
  avg(minutes) AS avg_minutes,
  min(minutes) AS shortest,
  max(minutes) AS longest,
  count(*) FILTER (WHERE minutes >= 150) AS long_movies,
  CAST(count(*) FILTER (WHERE minutes >= 150) AS DOUBLE) / count(*) AS long_share
FROM genres
JOIN titles ON titles.show_id = genres.show_id
WHERE is_movie
GROUP BY genre
ORDER BY avg_minutes DESC, genre
