-- tracker: trackers/latest_additions.yaml
-- input: inputs/latest_additions.yaml
-- definitions: title, title_country, credit, title_genre, genre
-- written by `genesis generate`: what is changed here is lost
WITH selected_title AS (
  SELECT
    title.show_id,
    title.date_added,
    title.title,
    title.type,
    title.release_year,
    title.rating
  FROM netflix.netflix_titles AS title
  WHERE
    title.date_added >= CAST('2021-09-01' AS DATE)
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
    STRING_AGG(title_country.country_name, ', ' ORDER BY title_country."position", title_country.country_name) AS countries
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
), director_credits AS (
  SELECT
    credit.title_id,
    STRING_AGG(
      credit.credited_as,
      ', ' ORDER BY credit."position", credit.credited_as, CASE
        WHEN credit.role = 'director'
        THEN 0
        WHEN credit.role = 'cast'
        THEN 1
        WHEN credit.role IS NOT NULL
        THEN 2
      END, credit.role, credit.person_id
    ) AS directors
  FROM credit
  WHERE
    credit.role = 'director'
    AND EXISTS(
      SELECT
        1
      FROM selected_title
      WHERE
        selected_title.show_id = credit.title_id
    )
  GROUP BY
    credit.title_id
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
), title_genres_genre AS (
  SELECT
    title_genre.title_id,
    STRING_AGG(genre.name, ', ' ORDER BY genre.name) AS genres
  FROM title_genre
  JOIN genre
    ON title_genre.genre_name = genre.name
  WHERE
    EXISTS(
      SELECT
        1
      FROM selected_title
      WHERE
        selected_title.show_id = title_genre.title_id
    )
  GROUP BY
    title_genre.title_id
)
SELECT
  TRIM(REPLACE(selected_title.title, ' ', ' '), ' ') AS title,
  CASE selected_title.type
    WHEN 'Movie'
    THEN 'Movie'
    WHEN 'TV Show'
    THEN 'Series'
    ELSE selected_title.type
  END AS kind,
  selected_title.date_added,
  selected_title.release_year,
  COALESCE(CASE WHEN selected_title.rating LIKE '% min' THEN NULL ELSE selected_title.rating END, 'No rating') AS rating_code,
  title_countries.countries,
  director_credits.directors,
  title_genres_genre.genres,
  selected_title.show_id AS page
FROM selected_title
LEFT JOIN title_countries
  ON selected_title.show_id = title_countries.title_id
LEFT JOIN director_credits
  ON selected_title.show_id = director_credits.title_id
LEFT JOIN title_genres_genre
  ON selected_title.show_id = title_genres_genre.title_id
ORDER BY
  date_added DESC,
  title,
  page
