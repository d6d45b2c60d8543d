WITH reviews AS (
  SELECT
    review.film_id,
    COUNT(*) AS count,
    COUNT(review.stars) AS starred,
    COUNT(DISTINCT review.stars) AS different_stars
  FROM studio.review
  GROUP BY
    review.film_id
)
SELECT
  film.title,
  COALESCE(reviews.count, 0) AS reviews_count,
  COALESCE(reviews.starred, 0) AS reviews_starred,
  COALESCE(reviews.different_stars, 0) AS reviews_different_stars,
  COALESCE(reviews.starred, 0) / NULLIF(COALESCE(reviews.count, 0), 0) AS reviews_share,
  film.film_id
FROM studio.film
LEFT JOIN reviews
  ON film.film_id = reviews.film_id
ORDER BY
  film_id
