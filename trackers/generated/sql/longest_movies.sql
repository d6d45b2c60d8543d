-- tracker: trackers/longest_movies.yaml
-- input: inputs/longest_movies.yaml
-- definitions: title, rating, credit
-- written by `genesis generate`: what is changed here is lost
WITH selected_title AS (
  SELECT
    title.show_id,
    title.type,
    title.duration,
    title.rating,
    title.title,
    title.release_year,
    rating.name
  FROM netflix.netflix_titles AS title
  LEFT JOIN reference.rating
    ON CASE WHEN title.rating LIKE '% min' THEN NULL ELSE title.rating END = rating.code
  WHERE
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
    END > 0
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
)
SELECT
  TRIM(REPLACE(selected_title.title, ' ', ' '), ' ') AS title,
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
  END / 60 AS hours,
  selected_title.release_year,
  director_credits.directors,
  selected_title.name AS rating_name,
  selected_title.show_id AS title_id
FROM selected_title
LEFT JOIN director_credits
  ON selected_title.show_id = director_credits.title_id
ORDER BY
  movie_minutes DESC,
  title,
  title_id
LIMIT 25
