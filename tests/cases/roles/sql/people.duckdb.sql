WITH directed AS (
  SELECT
    film.director_id,
    COUNT(*) AS count,
    STRING_AGG(film.title, ', ' ORDER BY film.title, film.film_id) AS films_directed
  FROM studio.film
  GROUP BY
    film.director_id
), written AS (
  SELECT
    film.writer_id,
    COUNT(*) AS count
  FROM studio.film
  GROUP BY
    film.writer_id
), directed_writer AS (
  SELECT
    film.director_id,
    STRING_AGG(DISTINCT person.name, ', ' ORDER BY person.name) AS writers_directed
  FROM studio.film
  JOIN studio.person
    ON film.writer_id = person.person_id
  GROUP BY
    film.director_id
)
SELECT
  person.name,
  COALESCE(directed.count, 0) AS directed_count,
  COALESCE(written.count, 0) AS written_count,
  directed.films_directed,
  directed_writer.writers_directed,
  person.person_id
FROM studio.person
LEFT JOIN directed
  ON person.person_id = directed.director_id
LEFT JOIN written
  ON person.person_id = written.writer_id
LEFT JOIN directed_writer
  ON person.person_id = directed_writer.director_id
ORDER BY
  person_id
