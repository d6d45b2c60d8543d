-- tracker: trackers/actors_who_direct.yaml
-- input: inputs/actors_who_direct.yaml
-- definitions: person, credit, title
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
), selected_person AS (
  SELECT
    person.person_id,
    person.name
  FROM person
  WHERE
    EXISTS(
      SELECT
        1
      FROM credit
      JOIN netflix.netflix_titles AS title
        ON credit.title_id = title.show_id
      WHERE
        credit.person_id = person.person_id AND credit.role = 'cast' AND title.type = 'Movie'
    )
), directing AS (
  SELECT
    credit.person_id,
    COUNT(*) AS directed
  FROM credit
  WHERE
    credit.role = 'director'
    AND EXISTS(
      SELECT
        1
      FROM selected_person
      WHERE
        selected_person.person_id = credit.person_id
    )
  GROUP BY
    credit.person_id
), acting AS (
  SELECT
    credit.person_id,
    COUNT(*) AS acted
  FROM credit
  WHERE
    credit.role = 'cast'
    AND EXISTS(
      SELECT
        1
      FROM selected_person
      WHERE
        selected_person.person_id = credit.person_id
    )
  GROUP BY
    credit.person_id
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
      FROM selected_person
      WHERE
        selected_person.person_id = credit.person_id
    )
), credits_title AS (
  SELECT
    credits_title_once.person_id,
    COUNT(*) AS directed_share
  FROM credits_title_once
  GROUP BY
    credits_title_once.person_id
), directing_title_once AS (
  SELECT DISTINCT
    credit.person_id,
    title.show_id AS key_title_id,
    TRIM(REPLACE(title.title, ' ', ' '), ' ') AS works,
    title.release_year
  FROM credit
  JOIN netflix.netflix_titles AS title
    ON credit.title_id = title.show_id
  WHERE
    credit.role = 'director'
    AND EXISTS(
      SELECT
        1
      FROM selected_person
      WHERE
        selected_person.person_id = credit.person_id
    )
), directing_title AS (
  SELECT
    directing_title_once.person_id,
    STRING_AGG(
      directing_title_once.works,
      '
' ORDER BY directing_title_once.release_year DESC, directing_title_once.works, directing_title_once.key_title_id
    ) AS works
  FROM directing_title_once
  GROUP BY
    directing_title_once.person_id
)
SELECT
  selected_person.name,
  COALESCE(directing.directed, 0) AS directed,
  COALESCE(acting.acted, 0) AS acted,
  COALESCE(directing.directed, 0) / NULLIF(COALESCE(credits_title.directed_share, 0), 0) AS directed_share,
  directing_title.works,
  selected_person.person_id
FROM selected_person
LEFT JOIN directing
  ON selected_person.person_id = directing.person_id
LEFT JOIN acting
  ON selected_person.person_id = acting.person_id
LEFT JOIN credits_title
  ON selected_person.person_id = credits_title.person_id
LEFT JOIN directing_title
  ON selected_person.person_id = directing_title.person_id
WHERE
  COALESCE(directing.directed, 0) >= 3
ORDER BY
  directed DESC,
  acted DESC,
  name,
  person_id
