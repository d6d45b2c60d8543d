SELECT
  CAST(date_added[:8] || '01' AS DATE) AS month,
  count(*) AS titles,
  count(*) FILTER (WHERE type = 'Movie') AS movies,
  count(*) FILTER (WHERE type = 'TV Show') AS series,
  CAST(count(*) FILTER (WHERE type = 'Movie') AS DOUBLE) / count(*) AS movie_share,
  count(*) FILTER (WHERE rating IN ('TV-Y', 'TV-G', 'G', 'TV-Y7', 'TV-Y7-FV', 'TV-PG', 'PG')) AS for_children
FROM netflix.netflix_titles
WHERE date_added >= '2019-01-01'
GROUP BY month
ORDER BY month DESC
