SELECT
  COALESCE(credit.film_id, 0) AS film_id,
  credit.full_name AS name,
  credit.film_id AS key_film_id,
  credit.person_id
FROM studio.credit
ORDER BY
  key_film_id,
  person_id
