-- tracker: trackers/longest_series.yaml
-- input: inputs/longest_series.yaml
-- definitions: title, credit, title_genre, genre
-- written by `genesis generate`: what is changed here is lost
WITH selected_title AS (
  SELECT
    title.show_id,
    title.type,
    title.duration,
    title.rating,
    title.title,
    title.release_year
  FROM netflix.netflix_titles AS title
  WHERE
    title.type IS DISTINCT FROM 'Movie'
    AND CASE
      WHEN title.type = 'TV Show'
      THEN CAST(CASE
        WHEN REGEXP_FULL_MATCH(
          LIST_EXTRACT(STR_SPLIT(COALESCE(title.duration, CASE WHEN title.rating LIKE '% min' THEN title.rating END), ' '), 1),
          '[+-]?[0-9]+'
        )
        THEN LIST_EXTRACT(STR_SPLIT(COALESCE(title.duration, CASE WHEN title.rating LIKE '% min' THEN title.rating END), ' '), 1)
        ELSE '"' || LIST_EXTRACT(STR_SPLIT(COALESCE(title.duration, CASE WHEN title.rating LIKE '% min' THEN title.rating END), ' '), 1) || '"'
      END AS BIGINT)
    END >= 8
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
), cast_credits AS (
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
    ) AS leads
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
    AND credit."position" <= 3
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
    STRING_AGG(genre.name, '; ' ORDER BY genre.name) AS genres
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
  CASE
    WHEN selected_title.type = 'TV Show'
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
  END AS seasons,
  selected_title.release_year,
  CASE WHEN selected_title.rating LIKE '% min' THEN NULL ELSE selected_title.rating END AS rating_code,
  cast_credits.leads,
  title_genres_genre.genres,
  selected_title.show_id AS title_id
FROM selected_title
LEFT JOIN cast_credits
  ON selected_title.show_id = cast_credits.title_id
LEFT JOIN title_genres_genre
  ON selected_title.show_id = title_genres_genre.title_id
ORDER BY
  seasons DESC,
  title,
  title_id
