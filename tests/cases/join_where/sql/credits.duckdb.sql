SELECT
  credit.credit_id,
  acted_in.title AS acted_in_title,
  person.name AS person_name
FROM studio.credit
LEFT JOIN studio.film AS acted_in
  ON credit.film_id = acted_in.film_id AND credit.role = 'cast'
LEFT JOIN studio.person
  ON credit.person_id = person.person_id AND NOT person.retired
ORDER BY
  credit_id
