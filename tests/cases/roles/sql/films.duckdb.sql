SELECT
  film.title,
  director.name AS director_name,
  writer.name AS writer_name,
  film.film_id
FROM studio.film
LEFT JOIN studio.person AS director
  ON film.director_id = director.person_id
LEFT JOIN studio.person AS writer
  ON film.writer_id = writer.person_id
ORDER BY
  film_id
