SELECT
  review.critic,
  COUNT(*) AS count
FROM studio.review
WHERE
  review.stars > 100
GROUP BY
  review.critic
ORDER BY
  critic
