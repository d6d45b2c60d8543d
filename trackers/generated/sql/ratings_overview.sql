-- tracker: trackers/ratings_overview.yaml
-- input: inputs/ratings_overview.yaml
-- definitions: rating, title
-- written by `genesis generate`: what is changed here is lost
WITH titles AS (
  SELECT
    CASE WHEN title.rating LIKE '% min' THEN NULL ELSE title.rating END AS rating_code,
    COUNT(*) AS titles,
    COUNT(*) FILTER(WHERE title.type = 'Movie') AS movies,
    COUNT(*) FILTER(WHERE title.type = 'TV Show') AS series,
    AVG(title.release_year) AS avg_release
  FROM netflix.netflix_titles AS title
  GROUP BY
    1
)
SELECT
  rating.code,
  rating.name,
  CASE rating.audience
    WHEN 'kids'
    THEN 'Kids'
    WHEN 'older_kids'
    THEN 'Older kids'
    WHEN 'teens'
    THEN 'Teens'
    WHEN 'adults'
    THEN 'Adults'
    WHEN 'unrated'
    THEN 'Unrated'
    ELSE rating.audience
  END AS audience,
  rating.min_age,
  COALESCE(titles.titles, 0) AS titles,
  COALESCE(titles.movies, 0) AS movies,
  COALESCE(titles.series, 0) AS series,
  titles.avg_release
FROM reference.rating
LEFT JOIN titles
  ON rating.code = titles.rating_code
ORDER BY
  CASE
    WHEN rating.audience = 'kids'
    THEN 0
    WHEN rating.audience = 'older_kids'
    THEN 1
    WHEN rating.audience = 'teens'
    THEN 2
    WHEN rating.audience = 'adults'
    THEN 3
    WHEN rating.audience = 'unrated'
    THEN 4
    WHEN rating.audience IS NOT NULL
    THEN 5
  END,
  rating.audience,
  min_age,
  code
