SELECT
  credit.film_id AS film,
  credit.film_id,
  credit.person_id AS person
FROM studio.credit
ORDER BY
  credit.key_name DESC,
  film,
  person
