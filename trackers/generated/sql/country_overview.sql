-- tracker: trackers/country_overview.yaml
-- input: inputs/country_overview.yaml
-- definitions: country, title_country, title, rating, credit, person
-- written by `genesis generate`: what is changed here is lost
WITH country AS (
  SELECT DISTINCT
    TRIM(listed.name) AS name
  FROM netflix.netflix_titles AS titles
  CROSS JOIN UNNEST(STR_SPLIT(titles.country, ',')) AS listed(name)
  WHERE
    TRIM(listed.name) <> ''
), title_country AS (
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
), title_countries_title AS (
  SELECT
    title_country.country_name,
    COUNT(*) AS titles,
    COUNT(*) FILTER(WHERE title.type = 'Movie') AS movies,
    COUNT(*) FILTER(WHERE title.type = 'TV Show') AS series,
    COUNT(*) FILTER(WHERE rating.min_age >= 17) AS mature_share,
    MIN(title.date_added) AS first_added,
    MAX(title.date_added) AS latest_added
  FROM title_country
  JOIN netflix.netflix_titles AS title
    ON title_country.title_id = title.show_id
  LEFT JOIN reference.rating
    ON CASE WHEN title.rating LIKE '% min' THEN NULL ELSE title.rating END = rating.code
  GROUP BY
    title_country.country_name
), credit AS (
  SELECT
    title_id,
    role,
    LOWER(name) AS person_id,
    MAX(name) AS credited_as,
    MIN(position) AS position
  FROM (
    SELECT
      titles.show_id AS title_id,
      'director' AS role,
      TRIM(listed.name) AS name,
      listed.position AS position
    FROM netflix.netflix_titles AS titles
    CROSS JOIN UNNEST(STR_SPLIT(REPLACE(titles.director, '  ', ' '), ',')) WITH ORDINALITY AS listed(name, position)
    UNION ALL
    SELECT
      titles.show_id AS title_id,
      'cast' AS role,
      TRIM(listed.name) AS name,
      listed.position AS position
    FROM netflix.netflix_titles AS titles
    CROSS JOIN UNNEST(STR_SPLIT(REPLACE(REPLACE(titles."cast", '  ', ' '), ', Jr.', ' Jr.'), ',')) WITH ORDINALITY AS listed(name, position)
  ) AS named
  WHERE
    name <> ''
  GROUP BY
    title_id,
    role,
    LOWER(name)
), person AS (
  SELECT
    LOWER(name) AS person_id,
    MAX(name) AS name
  FROM (
    SELECT
      TRIM(listed.name) AS name
    FROM netflix.netflix_titles AS titles
    CROSS JOIN UNNEST(STR_SPLIT(REPLACE(titles.director, '  ', ' '), ',')) AS listed(name)
    UNION ALL
    SELECT
      TRIM(listed.name) AS name
    FROM netflix.netflix_titles AS titles
    CROSS JOIN UNNEST(STR_SPLIT(REPLACE(REPLACE(titles."cast", '  ', ' '), ', Jr.', ' Jr.'), ',')) AS listed(name)
  ) AS named
  WHERE
    name <> ''
  GROUP BY
    LOWER(name)
), title_countries_title_director_credits_person_once AS (
  SELECT DISTINCT
    title_country.country_name,
    person.person_id AS key_person_id
  FROM title_country
  JOIN netflix.netflix_titles AS title
    ON title_country.title_id = title.show_id
  JOIN credit
    ON title.show_id = credit.title_id AND credit.role = 'director'
  JOIN person
    ON credit.person_id = person.person_id
), title_countries_title_director_credits_person AS (
  SELECT
    title_countries_title_director_credits_person_once.country_name,
    COUNT(*) AS directors
  FROM title_countries_title_director_credits_person_once
  GROUP BY
    title_countries_title_director_credits_person_once.country_name
)
SELECT
  country.name,
  COALESCE(title_countries_title.titles, 0) AS titles,
  COALESCE(title_countries_title.movies, 0) AS movies,
  COALESCE(title_countries_title.series, 0) AS series,
  COALESCE(title_countries_title.mature_share, 0) / NULLIF(COALESCE(title_countries_title.titles, 0), 0) AS mature_share,
  COALESCE(title_countries_title_director_credits_person.directors, 0) AS directors,
  title_countries_title.first_added,
  title_countries_title.latest_added
FROM country
LEFT JOIN title_countries_title
  ON country.name = title_countries_title.country_name
LEFT JOIN title_countries_title_director_credits_person
  ON country.name = title_countries_title_director_credits_person.country_name
WHERE
  COALESCE(title_countries_title.titles, 0) >= 50
ORDER BY
  titles DESC,
  name
