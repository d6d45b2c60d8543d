SELECT
  film.film_id
FROM studio.film
LEFT JOIN studio.country
  ON film.country_code = country.code
WHERE
  country.region IS DISTINCT FROM 'EMEA'
ORDER BY
  film_id
