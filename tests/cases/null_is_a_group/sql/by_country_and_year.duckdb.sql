WITH selected_film AS (
  SELECT
    film.year,
    film.country,
    film.budget,
    film.film_id
  FROM studio.film
), legs AS (
  SELECT
    selected_film.country,
    selected_film.year,
    COUNT(*) AS count,
    SUM(selected_film.budget) AS total,
    CAST(NULL AS BIGINT) AS awards_count,
    CAST(NULL AS BIGINT) AS awards_points_total
  FROM selected_film
  GROUP BY
    selected_film.country,
    selected_film.year
  UNION ALL
  SELECT
    selected_film.country,
    selected_film.year,
    CAST(NULL AS BIGINT) AS count,
    CAST(NULL AS BIGINT) AS total,
    COUNT(*) AS awards_count,
    SUM(award.points) AS awards_points_total
  FROM selected_film
  JOIN studio.award
    ON selected_film.film_id = award.film_id
  GROUP BY
    selected_film.country,
    selected_film.year
)
SELECT
  legs.country,
  legs.year,
  MAX(legs.count) AS count,
  MAX(legs.total) AS total,
  COALESCE(MAX(legs.awards_count), 0) AS awards_count,
  MAX(legs.awards_points_total) AS awards_points_total
FROM legs
GROUP BY
  legs.country,
  legs.year
ORDER BY
  country,
  year
