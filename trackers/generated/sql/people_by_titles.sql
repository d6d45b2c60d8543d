-- tracker: trackers/people_by_titles.yaml
-- input: inputs/people_by_titles.yaml
-- definitions: person, credit, title, title_country, country
-- written by `genesis generate`: what is changed here is lost
WITH person AS (
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
), credits_title_once AS (
  SELECT DISTINCT
    credit.person_id,
    title.show_id AS key_title_id,
    title.release_year
  FROM credit
  JOIN netflix.netflix_titles AS title
    ON credit.title_id = title.show_id
), credits_title AS (
  SELECT
    credits_title_once.person_id,
    COUNT(*) AS titles_count,
    MIN(credits_title_once.release_year) AS first_year,
    MAX(credits_title_once.release_year) AS latest_year
  FROM credits_title_once
  GROUP BY
    credits_title_once.person_id
), directing_title_once AS (
  SELECT DISTINCT
    credit.person_id,
    title.show_id AS key_title_id
  FROM credit
  JOIN netflix.netflix_titles AS title
    ON credit.title_id = title.show_id
  WHERE
    credit.role = 'director'
), directing_title AS (
  SELECT
    directing_title_once.person_id,
    COUNT(*) AS directed_titles_count
  FROM directing_title_once
  GROUP BY
    directing_title_once.person_id
), acting_title_once AS (
  SELECT DISTINCT
    credit.person_id,
    title.show_id AS key_title_id
  FROM credit
  JOIN netflix.netflix_titles AS title
    ON credit.title_id = title.show_id
  WHERE
    credit.role = 'cast'
), acting_title AS (
  SELECT
    acting_title_once.person_id,
    COUNT(*) AS acted_titles_count
  FROM acting_title_once
  GROUP BY
    acting_title_once.person_id
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
), country AS (
  SELECT DISTINCT
    TRIM(listed.name) AS name
  FROM netflix.netflix_titles AS titles
  CROSS JOIN UNNEST(STR_SPLIT(titles.country, ',')) AS listed(name)
  WHERE
    TRIM(listed.name) <> ''
), credits_title_title_countries_country_once AS (
  SELECT DISTINCT
    credit.person_id,
    country.name AS key_name
  FROM credit
  JOIN netflix.netflix_titles AS title
    ON credit.title_id = title.show_id
  JOIN title_country
    ON title.show_id = title_country.title_id
  JOIN country
    ON title_country.country_name = country.name
), credits_title_title_countries_country AS (
  SELECT
    credits_title_title_countries_country_once.person_id,
    COUNT(*) AS countries
  FROM credits_title_title_countries_country_once
  GROUP BY
    credits_title_title_countries_country_once.person_id
)
SELECT
  person.name,
  COALESCE(credits_title.titles_count, 0) AS titles_count,
  COALESCE(directing_title.directed_titles_count, 0) AS directed_titles_count,
  COALESCE(acting_title.acted_titles_count, 0) AS acted_titles_count,
  credits_title.first_year,
  credits_title.latest_year,
  COALESCE(credits_title_title_countries_country.countries, 0) AS countries,
  person.person_id
FROM person
LEFT JOIN credits_title
  ON person.person_id = credits_title.person_id
LEFT JOIN directing_title
  ON person.person_id = directing_title.person_id
LEFT JOIN acting_title
  ON person.person_id = acting_title.person_id
LEFT JOIN credits_title_title_countries_country
  ON person.person_id = credits_title_title_countries_country.person_id
WHERE
  COALESCE(credits_title.titles_count, 0) >= 20
ORDER BY
  titles_count DESC,
  name,
  person_id
