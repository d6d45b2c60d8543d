SELECT
  STRFTIME(film.start, '%-d %b %Y') AS start,
  REGEXP_REPLACE(
    REGEXP_REPLACE(REVERSE(REGEXP_REPLACE(REVERSE(CAST(film.budget AS TEXT)), '([0-9]{3})', '\1,', 'g')), '^(-?),', '\1'),
    '^(-?)(.*)$',
    '\1$\2',
    'g'
  ) AS budget,
  CASE
    WHEN ABS(film.share) < 1e+21
    THEN REGEXP_REPLACE(
      CAST(CAST(CAST(CAST(film.share AS TEXT) AS DECIMAL(38, 2)) * 100 AS DECIMAL(38, 0)) AS TEXT),
      '^(-?)(.*)$',
      '\1\2%',
      'g'
    )
    WHEN film.share IS NOT NULL
    THEN CAST(film.share AS TEXT)
  END AS share,
  film.film_id
FROM studio.film
ORDER BY
  film_id
