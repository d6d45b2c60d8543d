WITH reviews AS (
  SELECT
    review.film_id,
    SUM(review.stars) AS sum_stars,
    AVG(review.stars) AS avg_stars,
    MIN(review.stars) AS min_stars,
    MAX(review.stars) AS max_stars,
    SUM(review.price) AS sum_price,
    AVG(review.price) AS avg_price,
    SUM(review.weight) AS sum_weight
  FROM studio.review
  GROUP BY
    review.film_id
)
SELECT
  film.title,
  reviews.sum_stars AS reviews_all_stars,
  reviews.avg_stars AS reviews_average_stars,
  reviews.min_stars AS reviews_least,
  reviews.max_stars AS reviews_most,
  reviews.sum_price AS reviews_prices,
  reviews.avg_price AS reviews_average_price,
  reviews.sum_weight AS reviews_weights,
  reviews.sum_stars / NULLIF(reviews.sum_price, 0) AS reviews_stars_per_price,
  film.film_id
FROM studio.film
LEFT JOIN reviews
  ON film.film_id = reviews.film_id
ORDER BY
  film_id
