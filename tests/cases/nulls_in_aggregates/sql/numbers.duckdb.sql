WITH reviews AS (
  SELECT
    review.film_id,
    SUM(review.stars) AS sum_stars,
    AVG(review.stars) AS avg_stars_2,
    MIN(review.stars) AS min_stars_3,
    MAX(review.stars) AS max_stars_4,
    SUM(review.price) AS sum_price_5,
    AVG(review.price) AS avg_price_6,
    SUM(review.weight) AS sum_weight_7
  FROM studio.review
  GROUP BY
    review.film_id
)
SELECT
  film.title,
  reviews.sum_stars AS reviews_all_stars,
  reviews.avg_stars_2 AS reviews_average_stars,
  reviews.min_stars_3 AS reviews_least,
  reviews.max_stars_4 AS reviews_most,
  reviews.sum_price_5 AS reviews_prices,
  reviews.avg_price_6 AS reviews_average_price,
  reviews.sum_weight_7 AS reviews_weights,
  reviews.sum_stars / NULLIF(reviews.sum_price_5, 0) AS reviews_stars_per_price,
  film.film_id
FROM studio.film
LEFT JOIN reviews
  ON film.film_id = reviews.film_id
ORDER BY
  film_id
