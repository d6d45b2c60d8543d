WITH selected_film AS (
  SELECT
    film.film_id
  FROM studio.film
), film_totals AS (
  SELECT
    COUNT(*) AS count
  FROM selected_film
), credits_person_once AS (
  SELECT DISTINCT
    person.person_id AS key_person_id,
    person.fee,
    person.name
  FROM selected_film
  JOIN studio.credit
    ON selected_film.film_id = credit.film_id
  JOIN studio.person
    ON credit.person_id = person.person_id
), credits_person AS (
  SELECT
    COUNT(*) AS people,
    SUM(credits_person_once.fee) AS fees,
    STRING_AGG(credits_person_once.name, ', ' ORDER BY credits_person_once.name, credits_person_once.key_person_id) AS names
  FROM credits_person_once
), credits AS (
  SELECT
    COUNT(*) AS credits
  FROM selected_film
  JOIN studio.credit
    ON selected_film.film_id = credit.film_id
)
SELECT
  film_totals.count,
  credits_person.people,
  credits_person.fees,
  credits.credits,
  credits_person.names
FROM film_totals
CROSS JOIN credits_person
CROSS JOIN credits
