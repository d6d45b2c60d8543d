-- tracker: trackers/title_problems.yaml
-- input: inputs/title_problems.yaml
-- definitions: title, rating, title_country, country
-- written by `genesis generate`: what is changed here is lost
WITH title_country AS (
  SELECT
    titles.show_id AS title_id,
    TRIM(listed.name) AS country_name,
    MIN(listed.position) AS position
  FROM netflix.netflix_titles AS titles
  CROSS JOIN UNNEST(STR_SPLIT(titles.country, ',')) WITH ORDINALITY AS listed(name, position)
  WHERE
    TRIM(listed.name) <> ''
  GROUP BY
    titles.show_id,
    TRIM(listed.name)
), country AS (
  SELECT DISTINCT
    TRIM(listed.name) AS name
  FROM netflix.netflix_titles AS titles
  CROSS JOIN UNNEST(STR_SPLIT(titles.country, ',')) AS listed(name)
  WHERE
    TRIM(listed.name) <> ''
), selected_title AS (
  SELECT
    title.show_id,
    title.title,
    title.rating,
    title.date_added,
    title.release_year
  FROM netflix.netflix_titles AS title
  LEFT JOIN reference.rating
    ON CASE WHEN title.rating LIKE '% min' THEN NULL ELSE title.rating END = rating.code
  WHERE
    CASE WHEN title.rating LIKE '% min' THEN NULL ELSE title.rating END IS NULL
    OR title.date_added IS NULL
    OR TRIM(REPLACE(title.title, ' ', ' '), ' ') LIKE '__-__-____ 00:00:00'
    OR YEAR(title.date_added) - title.release_year < 0
    OR rating.audience = 'kids'
    AND NOT EXISTS(
      SELECT
        1
      FROM title_country
      JOIN country
        ON title_country.country_name = country.name
      WHERE
        title_country.title_id = title.show_id
    )
), title_countries_country AS (
  SELECT
    title_country.title_id,
    COUNT(*) AS countries
  FROM title_country
  JOIN country
    ON title_country.country_name = country.name
  WHERE
    EXISTS(
      SELECT
        1
      FROM selected_title
      WHERE
        selected_title.show_id = title_country.title_id
    )
  GROUP BY
    title_country.title_id
)
SELECT
  selected_title.show_id AS title_id,
  TRIM(REPLACE(selected_title.title, ' ', ' '), ' ') AS title,
  CASE WHEN selected_title.rating LIKE '% min' THEN NULL ELSE selected_title.rating END IS NULL AS no_rating,
  selected_title.date_added IS NULL AS no_date,
  TRIM(REPLACE(selected_title.title, ' ', ' '), ' ') LIKE '__-__-____ 00:00:00' AS title_is_damaged,
  COALESCE(YEAR(selected_title.date_added) - selected_title.release_year < 0, FALSE) AS too_early,
  COALESCE(title_countries_country.countries, 0) AS countries
FROM selected_title
LEFT JOIN title_countries_country
  ON selected_title.show_id = title_countries_country.title_id
ORDER BY
  title_id
