WITH credits AS (
  SELECT
    credit.film_id,
    COUNT(*) AS count
  FROM studio.credit
  GROUP BY
    credit.film_id
), credits_film AS (
  SELECT
    credit.person_id,
    MAX(COALESCE(credits.count, 0)) AS largest_cast
  FROM studio.credit
  JOIN studio.film
    ON credit.film_id = film.film_id
  LEFT JOIN credits
    ON film.film_id = credits.film_id
  GROUP BY
    credit.person_id
)
SELECT
  person.name,
  credits_film.largest_cast,
  person.person_id
FROM studio.person
LEFT JOIN credits_film
  ON person.person_id = credits_film.person_id
ORDER BY
  person_id
