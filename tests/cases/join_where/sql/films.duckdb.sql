WITH actors AS (
  SELECT
    credit.film_id,
    COUNT(*) AS count
  FROM studio.credit
  WHERE
    credit.role = 'cast'
  GROUP BY
    credit.film_id
), actors_person_once AS (
  SELECT DISTINCT
    credit.film_id,
    person.person_id AS key_person_id,
    person.name
  FROM studio.credit
  JOIN studio.person
    ON credit.person_id = person.person_id AND NOT person.retired
  WHERE
    credit.role = 'cast'
), actors_person AS (
  SELECT
    actors_person_once.film_id,
    STRING_AGG(actors_person_once.name, ', ' ORDER BY actors_person_once.name, actors_person_once.key_person_id) AS stars
  FROM actors_person_once
  GROUP BY
    actors_person_once.film_id
)
SELECT
  film.title,
  COALESCE(actors.count, 0) AS actors_count,
  actors_person.stars,
  film.film_id
FROM studio.film
LEFT JOIN actors
  ON film.film_id = actors.film_id
LEFT JOIN actors_person
  ON film.film_id = actors_person.film_id
ORDER BY
  film_id
