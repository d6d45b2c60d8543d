-- tracker: trackers/christmas_movies.yaml
-- input: inputs/christmas_movies.yaml
-- definitions: title, title_genre, genre
-- written by `genesis generate`: what is changed here is lost
WITH title_genre AS (
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
)
SELECT
  TRIM(REPLACE(title.title, ' ', ' '), ' ') AS title,
  title.release_year,
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
  END AS movie_minutes,
  CASE WHEN title.rating LIKE '% min' THEN NULL ELSE title.rating END AS rating_code,
  title.description AS summary,
  title.show_id AS title_id
FROM netflix.netflix_titles AS title
WHERE
  (
    CONTAINS(TRIM(REPLACE(title.title, ' ', ' '), ' '), 'Christmas')
    OR CONTAINS(title.description, 'Christmas')
    OR STARTS_WITH(TRIM(REPLACE(title.title, ' ', ' '), ' '), 'A Very Merry')
  )
  AND title.type IS DISTINCT FROM 'TV Show'
  AND NOT EXISTS(
    SELECT
      1
    FROM title_genre
    JOIN genre
      ON title_genre.genre_name = genre.name
    WHERE
      title_genre.title_id = title.show_id AND genre.name IN ('Horror Movies', 'Stand-Up Comedy')
  )
  AND (
    NOT CASE WHEN title.rating LIKE '% min' THEN NULL ELSE title.rating END IN ('R', 'TV-MA', 'NC-17')
    OR CASE WHEN title.rating LIKE '% min' THEN NULL ELSE title.rating END IS NULL
  )
ORDER BY
  release_year DESC,
  title,
  title_id
