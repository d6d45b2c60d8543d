-- tracker: trackers/genres_by_audience.yaml
-- input: inputs/genres_by_audience.yaml
-- definitions: title_genre, title, rating
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
), selected_title_genre AS (
  SELECT
    CASE title_rating.audience
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
      ELSE title_rating.audience
    END AS audience,
    title_genre.genre_name,
    CASE
      WHEN title_rating.audience = 'kids'
      THEN 0
      WHEN title_rating.audience = 'older_kids'
      THEN 1
      WHEN title_rating.audience = 'teens'
      THEN 2
      WHEN title_rating.audience = 'adults'
      THEN 3
      WHEN title_rating.audience = 'unrated'
      THEN 4
      WHEN title_rating.audience IS NOT NULL
      THEN 5
    END AS min,
    title_rating.audience AS audience_2,
    title_genre.title_id
  FROM title_genre
  LEFT JOIN netflix.netflix_titles AS title
    ON title_genre.title_id = title.show_id
  LEFT JOIN reference.rating AS title_rating
    ON CASE
      WHEN title.show_id IS NOT NULL
      THEN CASE WHEN title.rating LIKE '% min' THEN NULL ELSE title.rating END
    END = title_rating.code
), title_once AS (
  SELECT DISTINCT
    selected_title_genre.genre_name,
    selected_title_genre.audience,
    title.show_id AS key_title_id,
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
    END AS title_avg_minutes
  FROM selected_title_genre
  JOIN netflix.netflix_titles AS title
    ON selected_title_genre.title_id = title.show_id
), legs AS (
  SELECT
    selected_title_genre.genre_name,
    selected_title_genre.audience,
    MIN(selected_title_genre.min) AS min,
    MIN(selected_title_genre.audience_2) AS min_2,
    CAST(NULL AS BIGINT) AS titles,
    CAST(NULL AS BIGINT) AS title_first_release,
    CAST(NULL AS DOUBLE) AS title_avg_minutes
  FROM selected_title_genre
  GROUP BY
    selected_title_genre.genre_name,
    selected_title_genre.audience
  UNION ALL
  SELECT
    title_once.genre_name,
    title_once.audience,
    CAST(NULL AS BIGINT) AS min,
    CAST(NULL AS TEXT) AS min_2,
    COUNT(*) AS titles,
    MIN(title_once.release_year) AS title_first_release,
    AVG(title_once.title_avg_minutes) AS title_avg_minutes
  FROM title_once
  GROUP BY
    title_once.genre_name,
    title_once.audience
)
SELECT
  legs.genre_name,
  legs.audience,
  COALESCE(MAX(legs.titles), 0) AS titles,
  MAX(legs.title_first_release) AS title_first_release,
  MAX(legs.title_avg_minutes) AS title_avg_minutes
FROM legs
GROUP BY
  legs.genre_name,
  legs.audience
ORDER BY
  genre_name,
  MAX(legs.min),
  MAX(legs.min_2),
  audience
