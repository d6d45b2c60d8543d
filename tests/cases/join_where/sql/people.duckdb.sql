WITH credits AS (
  SELECT
    credit.person_id,
    COUNT(*) AS count
  FROM studio.credit
  GROUP BY
    credit.person_id
), credits_acted_in AS (
  SELECT
    credit.person_id,
    STRING_AGG(DISTINCT film.title, ', ' ORDER BY film.title) AS films
  FROM studio.credit
  JOIN studio.film
    ON credit.film_id = film.film_id AND credit.role = 'cast'
  GROUP BY
    credit.person_id
)
SELECT
  person.name,
  COALESCE(credits.count, 0) AS credits_count,
  credits_acted_in.films,
  person.person_id
FROM studio.person
LEFT JOIN credits
  ON person.person_id = credits.person_id AND NOT person.retired
LEFT JOIN credits_acted_in
  ON person.person_id = credits_acted_in.person_id AND NOT person.retired
ORDER BY
  person_id
