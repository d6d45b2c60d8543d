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
),
placed AS (
  SELECT
    genre,
    released,
    minutes,
    CASE
      WHEN rating IN ('TV-Y', 'TV-G', 'G') THEN 1
      WHEN rating IN ('TV-Y7', 'TV-Y7-FV', 'TV-PG', 'PG') THEN 2
      WHEN rating IN ('PG-13', 'TV-14') THEN 3
      WHEN rating IN ('R', 'TV-MA', 'NC-17') THEN 4
      WHEN rating IN ('NR', 'UR') THEN 5
    END AS place
  FROM genres
  JOIN titles ON titles.show_id = genres.show_id
)
SELECT
  genre,
  ['Kids', 'Older kids', 'Teens', 'Adults', 'Unrated'][place] AS audience,
  count(*) AS titles,
  min(released) AS first_release,
  avg(minutes) AS avg_minutes
FROM placed
GROUP BY genre, place
ORDER BY genre, place NULLS LAST
