-- tracker: trackers/co_productions.yaml
-- input: inputs/co_productions.yaml
-- definitions: title, title_country, country
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
), title_countries_country AS (
  SELECT
    title_country.title_id,
    COUNT(*) AS country_count
  FROM title_country
  JOIN country
    ON title_country.country_name = country.name
  GROUP BY
    title_country.title_id
), title_countries AS (
  SELECT
    title_country.title_id,
    STRING_AGG(title_country.country_name, ', ' ORDER BY title_country."position", title_country.country_name) AS countries
  FROM title_country
  GROUP BY
    title_country.title_id
)
SELECT
  TRIM(REPLACE(title.title, ' ', ' '), ' ') AS title,
  CASE title.type WHEN 'Movie' THEN 'Movie' WHEN 'TV Show' THEN 'Series' ELSE title.type END AS kind,
  title.release_year,
  COALESCE(title_countries_country.country_count, 0) AS country_count,
  title_countries.countries,
  title.show_id AS title_id
FROM netflix.netflix_titles AS title
LEFT JOIN title_countries_country
  ON title.show_id = title_countries_country.title_id
LEFT JOIN title_countries
  ON title.show_id = title_countries.title_id
WHERE
  COALESCE(title_countries_country.country_count, 0) >= 5
ORDER BY
  country_count DESC,
  title,
  title_id
