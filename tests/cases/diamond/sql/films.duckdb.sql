WITH credits AS (
  SELECT
    credit.film_id,
    COUNT(*) AS count
  FROM studio.credit
  GROUP BY
    credit.film_id
), credits_person_once AS (
  SELECT DISTINCT
    credit.film_id,
    person.person_id AS key_person_id,
    person.fee,
    person.name
  FROM studio.credit
  JOIN studio.person
    ON credit.person_id = person.person_id
), credits_person AS (
  SELECT
    credits_person_once.film_id,
    COUNT(*) AS people_count,
    SUM(credits_person_once.fee) AS people_total_fee,
    AVG(credits_person_once.fee) AS people_average_fee,
    STRING_AGG(credits_person_once.name, ', ' ORDER BY credits_person_once.name, credits_person_once.key_person_id) AS names,
    COUNT(DISTINCT credits_person_once.name) AS different_names
  FROM credits_person_once
  GROUP BY
    credits_person_once.film_id
)
SELECT
  film.title,
  COALESCE(credits.count, 0) AS credits_count,
  COALESCE(credits_person.people_count, 0) AS people_count,
  credits_person.people_total_fee,
  credits_person.people_average_fee,
  credits_person.names,
  COALESCE(credits_person.different_names, 0) AS different_names,
  film.film_id
FROM studio.film
LEFT JOIN credits
  ON film.film_id = credits.film_id
LEFT JOIN credits_person
  ON film.film_id = credits_person.film_id
ORDER BY
  film_id
