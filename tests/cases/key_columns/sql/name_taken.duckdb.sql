SELECT
  credit.full_name AS film_id,
  credit.key_name AS key_film_id,
  CAST(1 AS BIGINT) + 1 AS person_id,
  credit.film_id AS key_film_id_2,
  credit.person_id AS key_person_id
FROM studio.credit
ORDER BY
  key_film_id_2,
  key_person_id
