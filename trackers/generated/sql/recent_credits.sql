-- tracker: trackers/recent_credits.yaml
-- input: inputs/recent_credits.yaml
-- definitions: credit, title, person
-- written by `genesis generate`: what is changed here is lost
WITH credit AS (
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
), selected_credit AS (
  SELECT
    person.person_id,
    title.title,
    credit.role,
    credit."position",
    credit.title_id,
    credit.person_id AS person_id_2,
    person.name
  FROM credit
  JOIN netflix.netflix_titles AS title
    ON credit.title_id = title.show_id
  LEFT JOIN person
    ON credit.person_id = person.person_id
  WHERE
    title.date_added >= CAST('2021-09-20' AS DATE) AND title.date_added <= CAST('2021-09-25' AS DATE)
), credits_title_once AS (
  SELECT DISTINCT
    credit.person_id,
    title.show_id AS key_title_id
  FROM credit
  JOIN netflix.netflix_titles AS title
    ON credit.title_id = title.show_id
  WHERE
    EXISTS(
      SELECT
        1
      FROM selected_credit
      WHERE
        selected_credit.person_id = credit.person_id
    )
), person_credits_title AS (
  SELECT
    credits_title_once.person_id,
    COUNT(*) AS titles
  FROM credits_title_once
  GROUP BY
    credits_title_once.person_id
)
SELECT
  TRIM(REPLACE(selected_credit.title, ' ', ' '), ' ') AS title_name,
  CASE selected_credit.role
    WHEN 'director'
    THEN 'Director'
    WHEN 'cast'
    THEN 'Cast'
    ELSE selected_credit.role
  END AS role,
  selected_credit."position",
  selected_credit.name AS person_name,
  COALESCE(person_credits_title.titles, 0) AS titles,
  selected_credit.title_id,
  selected_credit.role AS key_role,
  selected_credit.person_id_2 AS person_id
FROM selected_credit
LEFT JOIN person_credits_title
  ON selected_credit.person_id = person_credits_title.person_id
ORDER BY
  title_name,
  CASE
    WHEN selected_credit.role = 'director'
    THEN 0
    WHEN selected_credit.role = 'cast'
    THEN 1
    WHEN selected_credit.role IS NOT NULL
    THEN 2
  END,
  key_role,
  "position",
  title_id,
  person_id
