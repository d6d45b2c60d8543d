-- tracker: trackers/kids_catalogue.yaml
-- input: inputs/kids_catalogue.yaml
-- definitions: title, rating, title_genre, genre
-- written by `genesis generate`: what is changed here is lost
WITH selected_title AS (
  SELECT
    title.show_id,
    rating.audience,
    title.title,
    rating.min_age,
    title.type,
    title.duration,
    title.rating,
    title.date_added
  FROM netflix.netflix_titles AS title
  JOIN reference.rating
    ON CASE WHEN title.rating LIKE '% min' THEN NULL ELSE title.rating END = rating.code
  WHERE
    rating.audience IN ('kids', 'older_kids')
    AND title.release_year >= 2020
    AND title.release_year <= 2021
    AND title.type = 'Movie'
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
  CASE selected_title.audience
    WHEN 'kids'
    THEN 'Kids'
    WHEN 'older_kids'
    THEN 'Older kids'
    WHEN 'teens'
    THEN 'Teens'
    WHEN 'adults'
    THEN 'Adults'
    WHEN 'unrated'
    THEN 'Unrated'
    ELSE selected_title.audience
  END AS audience,
  selected_title.min_age AS from_age,
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
  selected_title.date_added,
  title_genres_genre.genres,
  selected_title.show_id AS title_id
FROM selected_title
LEFT JOIN title_genres_genre
  ON selected_title.show_id = title_genres_genre.title_id
ORDER BY
  CASE
    WHEN selected_title.audience = 'kids'
    THEN 0
    WHEN selected_title.audience = 'older_kids'
    THEN 1
    WHEN selected_title.audience = 'teens'
    THEN 2
    WHEN selected_title.audience = 'adults'
    THEN 3
    WHEN selected_title.audience = 'unrated'
    THEN 4
    WHEN selected_title.audience IS NOT NULL
    THEN 5
  END,
  selected_title.audience,
  title,
  title_id
