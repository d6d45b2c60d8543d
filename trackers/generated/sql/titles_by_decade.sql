-- tracker: trackers/titles_by_decade.yaml
-- input: inputs/titles_by_decade.yaml
-- definitions: title, credit, person
-- written by `genesis generate`: what is changed here is lost
WITH selected_title AS (
  SELECT
    title.release_year // 10 * 10 AS decade,
    title.type = 'Movie' AS movies,
    title.type = 'TV Show' AS series,
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
    END AS longest,
    YEAR(title.date_added) - title.release_year AS avg_wait,
    TRIM(REPLACE(title.title, ' ', ' '), ' ') AS first_long_series,
    CASE
      WHEN title.type = 'TV Show'
      THEN CAST(CASE
        WHEN REGEXP_FULL_MATCH(
          LIST_EXTRACT(STR_SPLIT(COALESCE(title.duration, CASE WHEN title.rating LIKE '% min' THEN title.rating END), ' '), 1),
          '[+-]?[0-9]+'
        )
        THEN LIST_EXTRACT(STR_SPLIT(COALESCE(title.duration, CASE WHEN title.rating LIKE '% min' THEN title.rating END), ' '), 1)
        ELSE '"' || LIST_EXTRACT(STR_SPLIT(COALESCE(title.duration, CASE WHEN title.rating LIKE '% min' THEN title.rating END), ' '), 1) || '"'
      END AS BIGINT)
    END >= 5 AS first_long_series_2,
    title.show_id
  FROM netflix.netflix_titles AS title
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
    selected_title.decade,
    person.person_id AS key_person_id
  FROM selected_title
  JOIN credit
    ON selected_title.show_id = credit.title_id AND credit.role = 'director'
  JOIN person
    ON credit.person_id = person.person_id
), legs AS (
  SELECT
    selected_title.decade,
    COUNT(*) AS titles,
    COUNT(*) FILTER(WHERE selected_title.movies) AS movies,
    COUNT(*) FILTER(WHERE selected_title.series) AS series,
    MAX(selected_title.longest) AS longest,
    AVG(selected_title.avg_wait) AS avg_wait,
    MIN(selected_title.first_long_series) FILTER(WHERE selected_title.first_long_series_2) AS first_long_series,
    CAST(NULL AS BIGINT) AS directors
  FROM selected_title
  GROUP BY
    selected_title.decade
  UNION ALL
  SELECT
    director_credits_person_once.decade,
    CAST(NULL AS BIGINT) AS titles,
    CAST(NULL AS BIGINT) AS movies,
    CAST(NULL AS BIGINT) AS series,
    CAST(NULL AS BIGINT) AS longest,
    CAST(NULL AS DOUBLE) AS avg_wait,
    CAST(NULL AS TEXT) AS first_long_series,
    COUNT(*) AS directors
  FROM director_credits_person_once
  GROUP BY
    director_credits_person_once.decade
)
SELECT
  legs.decade,
  MAX(legs.titles) AS titles,
  MAX(legs.movies) AS movies,
  MAX(legs.series) AS series,
  MAX(legs.longest) AS longest,
  MAX(legs.avg_wait) AS avg_wait,
  MAX(legs.first_long_series) AS first_long_series,
  COALESCE(MAX(legs.directors), 0) AS directors
FROM legs
GROUP BY
  legs.decade
ORDER BY
  decade DESC
