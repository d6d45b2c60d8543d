-- tracker: trackers/titles_by_country_and_year.yaml
-- input: inputs/titles_by_country_and_year.yaml
-- definitions: title_country, title
-- written by `genesis generate`: what is changed here is lost
WITH title_country AS (
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
), selected_title_country AS (
  SELECT
    title.release_year AS title_release_year,
    title_country.country_name,
    title_country.title_id
  FROM title_country
  JOIN netflix.netflix_titles AS title
    ON title_country.title_id = title.show_id
  WHERE
    title.release_year >= 2015
), title_once AS (
  SELECT DISTINCT
    selected_title_country.country_name,
    selected_title_country.title_release_year,
    title.show_id AS key_title_id,
    title.type = 'Movie' AS title_movies,
    title.type = 'TV Show' AS title_series,
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
  FROM selected_title_country
  JOIN netflix.netflix_titles AS title
    ON selected_title_country.title_id = title.show_id
), legs AS (
  SELECT
    selected_title_country.country_name,
    selected_title_country.title_release_year,
    CAST(NULL AS BIGINT) AS title_count,
    CAST(NULL AS BIGINT) AS title_movies,
    CAST(NULL AS BIGINT) AS title_series,
    CAST(NULL AS DOUBLE) AS title_avg_minutes
  FROM selected_title_country
  GROUP BY
    selected_title_country.country_name,
    selected_title_country.title_release_year
  UNION ALL
  SELECT
    title_once.country_name,
    title_once.title_release_year,
    COUNT(*) AS title_count,
    COUNT(*) FILTER(WHERE title_once.title_movies) AS title_movies,
    COUNT(*) FILTER(WHERE title_once.title_series) AS title_series,
    AVG(title_once.title_avg_minutes) AS title_avg_minutes
  FROM title_once
  GROUP BY
    title_once.country_name,
    title_once.title_release_year
)
SELECT
  legs.country_name,
  legs.title_release_year,
  COALESCE(MAX(legs.title_count), 0) AS title_count,
  COALESCE(MAX(legs.title_movies), 0) AS title_movies,
  COALESCE(MAX(legs.title_series), 0) AS title_series,
  MAX(legs.title_avg_minutes) AS title_avg_minutes
FROM legs
GROUP BY
  legs.country_name,
  legs.title_release_year
HAVING
  COALESCE(MAX(legs.title_count), 0) >= 3
ORDER BY
  country_name,
  title_release_year DESC
