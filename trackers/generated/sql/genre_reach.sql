-- tracker: trackers/genre_reach.yaml
-- input: inputs/genre_reach.yaml
-- definitions: genre, title_genre, title, credit, person, title_country, country
-- written by `genesis generate`: what is changed here is lost
WITH genre AS (
  SELECT DISTINCT
    TRIM(listed.name) AS name
  FROM netflix.netflix_titles AS titles
  CROSS JOIN UNNEST(STR_SPLIT(titles.listed_in, ',')) AS listed(name)
  WHERE
    TRIM(listed.name) <> ''
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
), title_genres_title AS (
  SELECT
    title_genre.genre_name,
    COUNT(*) AS titles,
    COUNT(*) FILTER(WHERE title.type = 'Movie') AS movie_share
  FROM title_genre
  JOIN netflix.netflix_titles AS title
    ON title_genre.title_id = title.show_id
  GROUP BY
    title_genre.genre_name
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
), title_genres_title_director_credits_person_once AS (
  SELECT DISTINCT
    title_genre.genre_name,
    person.person_id AS key_person_id
  FROM title_genre
  JOIN netflix.netflix_titles AS title
    ON title_genre.title_id = title.show_id
  JOIN credit
    ON title.show_id = credit.title_id AND credit.role = 'director'
  JOIN person
    ON credit.person_id = person.person_id
), title_genres_title_director_credits_person AS (
  SELECT
    title_genres_title_director_credits_person_once.genre_name,
    COUNT(*) AS directors
  FROM title_genres_title_director_credits_person_once
  GROUP BY
    title_genres_title_director_credits_person_once.genre_name
), title_genres_title_cast_credits_person_once AS (
  SELECT DISTINCT
    title_genre.genre_name,
    person.person_id AS key_person_id
  FROM title_genre
  JOIN netflix.netflix_titles AS title
    ON title_genre.title_id = title.show_id
  JOIN credit
    ON title.show_id = credit.title_id AND credit.role = 'cast'
  JOIN person
    ON credit.person_id = person.person_id
), title_genres_title_cast_credits_person AS (
  SELECT
    title_genres_title_cast_credits_person_once.genre_name,
    COUNT(*) AS cast_members
  FROM title_genres_title_cast_credits_person_once
  GROUP BY
    title_genres_title_cast_credits_person_once.genre_name
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
), title_genres_title_title_countries_country_once AS (
  SELECT DISTINCT
    title_genre.genre_name,
    country.name AS key_name
  FROM title_genre
  JOIN netflix.netflix_titles AS title
    ON title_genre.title_id = title.show_id
  JOIN title_country
    ON title.show_id = title_country.title_id
  JOIN country
    ON title_country.country_name = country.name
), title_genres_title_title_countries_country AS (
  SELECT
    title_genres_title_title_countries_country_once.genre_name,
    COUNT(*) AS countries
  FROM title_genres_title_title_countries_country_once
  GROUP BY
    title_genres_title_title_countries_country_once.genre_name
)
SELECT
  genre.name,
  COALESCE(title_genres_title.titles, 0) AS titles,
  COALESCE(title_genres_title_director_credits_person.directors, 0) AS directors,
  COALESCE(title_genres_title_cast_credits_person.cast_members, 0) AS cast_members,
  COALESCE(title_genres_title_title_countries_country.countries, 0) AS countries,
  COALESCE(title_genres_title.movie_share, 0) / NULLIF(COALESCE(title_genres_title.titles, 0), 0) AS movie_share
FROM genre
LEFT JOIN title_genres_title
  ON genre.name = title_genres_title.genre_name
LEFT JOIN title_genres_title_director_credits_person
  ON genre.name = title_genres_title_director_credits_person.genre_name
LEFT JOIN title_genres_title_cast_credits_person
  ON genre.name = title_genres_title_cast_credits_person.genre_name
LEFT JOIN title_genres_title_title_countries_country
  ON genre.name = title_genres_title_title_countries_country.genre_name
ORDER BY
  titles DESC,
  name
