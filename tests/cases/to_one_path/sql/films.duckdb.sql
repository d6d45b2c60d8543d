SELECT
  film.title,
  country.name AS country_name,
  country_region.name AS country_region_name,
  original.title AS original_title,
  original_original.title AS original_original_title,
  original_country.name AS original_country_name,
  film.film_id
FROM studio.film
LEFT JOIN studio.country
  ON film.country_code = country.code
LEFT JOIN studio.region AS country_region
  ON country.region_id = country_region.region_id AND NOT country_region.is_closed
LEFT JOIN studio.film AS original
  ON film.sequel_to = original.film_id
LEFT JOIN studio.film AS original_original
  ON original.sequel_to = original_original.film_id
LEFT JOIN studio.country AS original_country
  ON original.country_code = original_country.code
ORDER BY
  film_id
