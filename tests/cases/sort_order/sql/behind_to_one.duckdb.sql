SELECT
  film.film_id
FROM studio.film
LEFT JOIN studio.country
  ON film.country_code = country.code
ORDER BY
  country.name DESC,
  film.year,
  film_id
LIMIT 5
