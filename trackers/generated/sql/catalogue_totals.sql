-- tracker: trackers/catalogue_totals.yaml
-- input: inputs/catalogue_totals.yaml
-- definitions: title, rating, credit, person, title_country, country
-- written by `genesis generate`: what is changed here is lost
WITH selected_title AS (
  SELECT
    title.type = 'Movie' AS movies,
    title.type = 'TV Show' AS series,
    rating.min_age >= 17 AS mature_share,
    CASE
      WHEN title.type = 'Movie'
      THEN CAST(CASE
        WHEN REGEXP_FULL_MATCH(
          LIST_EXTRACT(STR_SPLIT(COALESCE(title.duration, CASE WHEN title.rating LIKE '% min' THEN title.rating END), ' '), 1),
          '[+-]?[0-9]+'
        )
        THEN LIST_EXTRACT(STR_SPLIT(COALESCE(title.duration, CASE WHEN title.rating LIKE '% min' THEN title.rating END), ' '), 1)
        ELSE '"' || LIST_EXTRACT(STR_SPLIT(COALESCE(title.duration, CASE WHEN title.rating LIKE '% min' THEN title.rating END), ' '), 1) || '"'
      END AS BIGINT)
    END AS total_minutes,
    title.release_year,
    title.date_added,
    CASE WHEN title.rating LIKE '% min' THEN NULL ELSE title.rating END AS ratings,
    title.show_id
  FROM netflix.netflix_titles AS title
  LEFT JOIN reference.rating
    ON CASE WHEN title.rating LIKE '% min' THEN NULL ELSE title.rating END = rating.code
), title_totals AS (
  SELECT
    COUNT(*) AS titles,
    COUNT(*) FILTER(WHERE selected_title.movies) AS movies,
    COUNT(*) FILTER(WHERE selected_title.series) AS series,
    COUNT(*) FILTER(WHERE selected_title.mature_share) AS mature_share,
    SUM(selected_title.total_minutes) AS total_minutes,
    AVG(selected_title.total_minutes) AS avg_minutes,
    MIN(selected_title.release_year) AS oldest,
    MAX(selected_title.date_added) AS latest_added,
    COUNT(DISTINCT selected_title.ratings) AS ratings
  FROM selected_title
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
), director_credits_person_once AS (
  SELECT DISTINCT
    person.person_id AS key_person_id
  FROM selected_title
  JOIN credit
    ON selected_title.show_id = credit.title_id AND credit.role = 'director'
  JOIN person
    ON credit.person_id = person.person_id
), director_credits_person AS (
  SELECT
    COUNT(*) AS directors
  FROM director_credits_person_once
), cast_credits_person_once AS (
  SELECT DISTINCT
    person.person_id AS key_person_id
  FROM selected_title
  JOIN credit
    ON selected_title.show_id = credit.title_id AND credit.role = 'cast'
  JOIN person
    ON credit.person_id = person.person_id
), cast_credits_person AS (
  SELECT
    COUNT(*) AS cast_members
  FROM cast_credits_person_once
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
), title_countries_country_once AS (
  SELECT DISTINCT
    country.name AS key_name
  FROM selected_title
  JOIN title_country
    ON selected_title.show_id = title_country.title_id
  JOIN country
    ON title_country.country_name = country.name
), title_countries_country AS (
  SELECT
    COUNT(*) AS countries
  FROM title_countries_country_once
)
SELECT
  title_totals.titles,
  title_totals.movies,
  title_totals.series,
  title_totals.movies / NULLIF(title_totals.titles, 0) AS movie_share,
  title_totals.mature_share / NULLIF(title_totals.titles, 0) AS mature_share,
  title_totals.total_minutes,
  title_totals.avg_minutes,
  title_totals.oldest,
  title_totals.latest_added,
  director_credits_person.directors,
  cast_credits_person.cast_members,
  title_countries_country.countries,
  title_totals.ratings,
  title_totals.titles - title_totals.movies - title_totals.series AS rest
FROM title_totals
CROSS JOIN director_credits_person
CROSS JOIN cast_credits_person
CROSS JOIN title_countries_country
