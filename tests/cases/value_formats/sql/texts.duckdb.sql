SELECT
  TRIM(film.title, ' ') AS trimmed,
  UPPER(TRIM(film.title, ' ')) AS loud,
  LOWER(TRIM(film.title, ' ')) AS small,
  ARRAY_TO_STRING(LIST_TRANSFORM(STR_SPLIT(TRIM(film.title, ' '), ' '), LAMBDA w : UPPER(w[1]) || LOWER(w[2:])), ' ') AS titled,
  ARRAY_TO_STRING(LIST_TRANSFORM(STR_SPLIT(TRIM(film.title, ' '), ' '), LAMBDA w : UPPER(w[1])), '') AS initial,
  CASE
    WHEN LENGTH(TRIM(film.title, ' ')) > 5
    THEN SUBSTRING(TRIM(film.title, ' '), 1, 4) || '…'
    ELSE TRIM(film.title, ' ')
  END AS short,
  '<' || TRIM(film.title, ' ') || '>' AS marked,
  CASE
    WHEN LENGTH(film.card) > 4
    THEN '••••' || RIGHT(film.card, 4)
    WHEN film.card IS NOT NULL
    THEN '••••'
  END AS masked,
  film.film_id
FROM studio.film
ORDER BY
  film_id
