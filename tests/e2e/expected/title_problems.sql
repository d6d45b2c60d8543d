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
),
checked AS (
  SELECT
    show_id,
    title,
    rating IS NULL AS no_rating,
    added IS NULL AS no_date,
    regexp_full_match(title, '..-..-.... 00:00:00') AS damaged,
    coalesce(year(added) < released, false) AS too_early,
    (SELECT count(*) FROM countries WHERE countries.show_id = titles.show_id) AS countries,
    coalesce(rating IN ('TV-Y', 'TV-G', 'G'), false) AS for_kids
  FROM titles
)
SELECT show_id, title, no_rating, no_date, damaged, too_early, countries
FROM checked
WHERE no_rating OR no_date OR damaged OR too_early OR (for_kids AND countries = 0)
ORDER BY show_id
