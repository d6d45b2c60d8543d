SELECT
  COUNT(*) AS count,
  COUNT(review.stars) AS starred,
  COUNT(DISTINCT review.stars) AS different_stars,
  SUM(review.stars) AS all_stars,
  AVG(review.stars) AS average_stars,
  BOOL_OR(review.is_kind) AS any_kind,
  STRING_AGG(review.critic, ', ' ORDER BY review.critic, review.review_id) AS critics,
  COUNT(review.stars) / NULLIF(COUNT(*), 0) AS share
FROM studio.review
WHERE
  review.stars > 100
