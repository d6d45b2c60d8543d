SELECT
  credit.film_id AS film,
  credit.full_name AS name,
  credit.person_id
FROM studio.credit
ORDER BY
  film,
  person_id
