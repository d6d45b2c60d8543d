WITH reviews AS (
  SELECT
    review.film_id,
    BOOL_OR(review.is_kind) AS any_kind,
    BOOL_AND(review.is_kind) AS all_kind,
    STRING_AGG(review.critic, ', ' ORDER BY review.critic, review.review_id) AS critics,
    MIN(review.written) AS first_written
  FROM studio.review
  GROUP BY
    review.film_id
)
SELECT
  film.title,
  reviews.any_kind AS reviews_any_kind,
  reviews.all_kind AS reviews_all_kind,
  reviews.critics AS reviews_critics,
  reviews.first_written AS reviews_first_written,
  film.film_id
FROM studio.film
LEFT JOIN reviews
  ON film.film_id = reviews.film_id
ORDER BY
  film_id
