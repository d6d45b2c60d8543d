WITH reviews AS (
  SELECT
    review.film_id,
    SUM(review.stars) AS all_stars,
    AVG(review.stars) AS average_stars,
    MIN(review.stars) AS least,
    MAX(review.stars) AS most,
    SUM(review.price) AS prices,
    AVG(review.price) AS average_price,
    SUM(review.weight) AS weights
  FROM studio.review
  GROUP BY
    review.film_id
)
SELECT
  film.title,
  reviews.all_stars AS reviews_all_stars,
  reviews.average_stars AS reviews_average_stars,
  reviews.least AS reviews_least,
  reviews.most AS reviews_most,
  reviews.prices AS reviews_prices,
  reviews.average_price AS reviews_average_price,
  reviews.weights AS reviews_weights,
  reviews.all_stars / NULLIF(reviews.prices, 0) AS reviews_stars_per_price,
  film.film_id
FROM studio.film
LEFT JOIN reviews
  ON film.film_id = reviews.film_id
ORDER BY
  film_id
