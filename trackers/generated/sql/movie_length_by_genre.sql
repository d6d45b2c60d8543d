-- tracker: trackers/movie_length_by_genre.yaml
-- input: inputs/movie_length_by_genre.yaml
-- definitions: genre, title_genre, title
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
    COUNT(*) FILTER(WHERE title.type = 'Movie') AS movies,
    AVG(
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
      END
    ) AS avg_minutes,
    MIN(
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
      END
    ) AS shortest,
    MAX(
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
      END
    ) AS longest,
    COUNT(*) FILTER(WHERE CASE
      WHEN title.type = 'Movie'
      THEN CAST(CASE
        WHEN REGEXP_FULL_MATCH(
          LIST_EXTRACT(STR_SPLIT(COALESCE(title.duration, CASE WHEN title.rating LIKE '% min' THEN title.rating END), ' '), 1),
          '[+-]?[0-9]+'
        )
        THEN LIST_EXTRACT(STR_SPLIT(COALESCE(title.duration, CASE WHEN title.rating LIKE '% min' THEN title.rating END), ' '), 1)
        ELSE '"' || LIST_EXTRACT(STR_SPLIT(COALESCE(title.duration, CASE WHEN title.rating LIKE '% min' THEN title.rating END), ' '), 1) || '"'
      END AS BIGINT)
    END >= 150) AS long_movies
  FROM title_genre
  JOIN netflix.netflix_titles AS title
    ON title_genre.title_id = title.show_id
  GROUP BY
    title_genre.genre_name
)
SELECT
  genre.name,
  COALESCE(title_genres_title.movies, 0) AS movies,
  title_genres_title.avg_minutes,
  title_genres_title.shortest,
  title_genres_title.longest,
  COALESCE(title_genres_title.long_movies, 0) AS long_movies,
  COALESCE(title_genres_title.long_movies, 0) / NULLIF(COALESCE(title_genres_title.movies, 0), 0) AS long_share
FROM genre
LEFT JOIN title_genres_title
  ON genre.name = title_genres_title.genre_name
WHERE
  COALESCE(title_genres_title.movies, 0) >= 1
ORDER BY
  avg_minutes DESC,
  name
