-- tracker: trackers/directors_and_genres.yaml
-- input: inputs/directors_and_genres.yaml
-- definitions: person, credit, title, title_genre, genre
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
), directing_title_once AS (
  SELECT DISTINCT
    credit.person_id,
    title.show_id AS key_title_id,
    title.date_added
  FROM credit
  JOIN netflix.netflix_titles AS title
    ON credit.title_id = title.show_id
  WHERE
    credit.role = 'director'
), directing_title AS (
  SELECT
    directing_title_once.person_id,
    COUNT(*) AS titles,
    MAX(directing_title_once.date_added) AS latest_added
  FROM directing_title_once
  GROUP BY
    directing_title_once.person_id
), title_genre AS (
  SELECT
    titles.show_id AS title_id,
    TRIM(listed.name) AS genre_name,
    MIN(listed.position) AS position
  FROM netflix.netflix_titles AS titles
  CROSS JOIN UNNEST(STR_SPLIT(titles.listed_in, ',')) WITH ORDINALITY AS listed(name, position)
  WHERE
    TRIM(listed.name) <> ''
  GROUP BY
    titles.show_id,
    TRIM(listed.name)
), genre AS (
  SELECT DISTINCT
    TRIM(listed.name) AS name
  FROM netflix.netflix_titles AS titles
  CROSS JOIN UNNEST(STR_SPLIT(titles.listed_in, ',')) AS listed(name)
  WHERE
    TRIM(listed.name) <> ''
), directing_title_title_genres_genre_once AS (
  SELECT DISTINCT
    credit.person_id,
    genre.name AS key_name
  FROM credit
  JOIN netflix.netflix_titles AS title
    ON credit.title_id = title.show_id
  JOIN title_genre
    ON title.show_id = title_genre.title_id
  JOIN genre
    ON title_genre.genre_name = genre.name
  WHERE
    credit.role = 'director'
), directing_title_title_genres_genre AS (
  SELECT
    directing_title_title_genres_genre_once.person_id,
    COUNT(*) AS genre_count,
    STRING_AGG(
      directing_title_title_genres_genre_once.key_name,
      ', ' ORDER BY directing_title_title_genres_genre_once.key_name
    ) AS genres
  FROM directing_title_title_genres_genre_once
  GROUP BY
    directing_title_title_genres_genre_once.person_id
)
SELECT
  person.name,
  COALESCE(directing_title.titles, 0) AS titles,
  COALESCE(directing_title_title_genres_genre.genre_count, 0) AS genre_count,
  directing_title_title_genres_genre.genres,
  directing_title.latest_added,
  person.person_id
FROM person
LEFT JOIN directing_title
  ON person.person_id = directing_title.person_id
LEFT JOIN directing_title_title_genres_genre
  ON person.person_id = directing_title_title_genres_genre.person_id
WHERE
  COALESCE(directing_title.titles, 0) >= 8
ORDER BY
  titles DESC,
  name,
  person_id
