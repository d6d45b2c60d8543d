-- tracker: trackers/monthly_additions_sheet.yaml
-- input: inputs/monthly_additions.yaml
-- definitions: title, rating
-- written by `genesis generate`: what is changed here is lost
SELECT
  CAST(DATE_TRUNC('month', title.date_added) AS DATE) AS month,
  COUNT(*) AS count,
  COUNT(*) FILTER(WHERE title.type = 'Movie') AS movies,
  COUNT(*) FILTER(WHERE title.type = 'TV Show') AS series,
  COUNT(*) FILTER(WHERE title.type = 'Movie') / NULLIF(COUNT(*), 0) AS movie_share,
  COUNT(title.show_id) FILTER(WHERE rating.audience IN ('kids', 'older_kids')) AS for_children
FROM netflix.netflix_titles AS title
LEFT JOIN reference.rating
  ON CASE WHEN title.rating LIKE '% min' THEN NULL ELSE title.rating END = rating.code
WHERE
  title.date_added >= CAST('2019-01-01' AS DATE)
GROUP BY
  1
ORDER BY
  month DESC
