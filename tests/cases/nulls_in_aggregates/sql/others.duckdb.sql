WITH reviews AS (
  SELECT
    review.film_id,
    BOOL_OR(review.is_kind) AS any_is_kind,
    BOOL_AND(review.is_kind) AS all_is_kind_2,
    STRING_AGG(review.critic, ', ' ORDER BY review.critic, review.review_id) AS list_critic_3,
    MIN(review.written) AS min_written_4
  FROM studio.review
  GROUP BY
    review.film_id
)
SELECT
  film.title,
  reviews.any_is_kind AS reviews_any_kind,
  reviews.all_is_kind_2 AS reviews_all_kind,
  reviews.list_critic_3 AS reviews_critics,
  reviews.min_written_4 AS reviews_first_written,
  film.film_id
FROM studio.film
LEFT JOIN reviews
  ON film.film_id = reviews.film_id
ORDER BY
  film_id
