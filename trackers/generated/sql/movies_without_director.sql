-- tracker: trackers/movies_without_director.yaml
-- input: inputs/movies_without_director.yaml
-- definitions: title, credit, person, title_country
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
), selected_title AS (
  SELECT
    title.show_id,
    title.title,
    title.release_year,
    title.type,
    title.duration,
    title.rating
  FROM netflix.netflix_titles AS title
  WHERE
    title.type = 'Movie'
    AND NOT EXISTS(
      SELECT
        1
      FROM credit
      JOIN person
        ON credit.person_id = person.person_id
      WHERE
        credit.title_id = title.show_id AND credit.role = 'director'
    )
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
), title_countries AS (
  SELECT
    title_country.title_id,
    STRING_AGG(title_country.country_name, ' / ' ORDER BY title_country."position", title_country.country_name) AS countries
  FROM title_country
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
), cast_credits AS (
  SELECT
    credit.title_id,
    COUNT(*) AS cast_size
  FROM credit
  WHERE
    credit.role = 'cast'
    AND EXISTS(
      SELECT
        1
      FROM selected_title
      WHERE
        selected_title.show_id = credit.title_id
    )
  GROUP BY
    credit.title_id
)
SELECT
  selected_title.show_id AS title_id,
  TRIM(REPLACE(selected_title.title, ' ', ' '), ' ') AS title,
  selected_title.release_year,
  CASE
    WHEN selected_title.type = 'Movie'
    THEN CAST(CASE
      WHEN REGEXP_FULL_MATCH(
        LIST_EXTRACT(
          STR_SPLIT(
            COALESCE(selected_title.duration, CASE WHEN selected_title.rating LIKE '% min' THEN selected_title.rating END),
            ' '
          ),
          1
        ),
        '[+-]?[0-9]+'
      )
      THEN LIST_EXTRACT(
        STR_SPLIT(
          COALESCE(selected_title.duration, CASE WHEN selected_title.rating LIKE '% min' THEN selected_title.rating END),
          ' '
        ),
        1
      )
      ELSE '"' || LIST_EXTRACT(
        STR_SPLIT(
          COALESCE(selected_title.duration, CASE WHEN selected_title.rating LIKE '% min' THEN selected_title.rating END),
          ' '
        ),
        1
      ) || '"'
    END AS BIGINT)
  END AS movie_minutes,
  title_countries.countries,
  COALESCE(cast_credits.cast_size, 0) AS cast_size
FROM selected_title
LEFT JOIN title_countries
  ON selected_title.show_id = title_countries.title_id
LEFT JOIN cast_credits
  ON selected_title.show_id = cast_credits.title_id
ORDER BY
  title,
  title_id
