WITH tags AS (
  SELECT
    tag.film_id,
    LIST(tag.word ORDER BY tag.word, tag.tag_id) FILTER(WHERE tag.word IS NOT NULL) AS two
  FROM studio.tag
  GROUP BY
    tag.film_id
)
SELECT
  film.title,
  ARRAY_TO_STRING(LIST_SLICE(tags.two, 1, 2), ', ') AS two,
  CASE
    WHEN LENGTH(tags.two) > 2
    THEN ARRAY_TO_STRING(LIST_APPEND(LIST_SLICE(tags.two, 1, 2), '+' || (
      LENGTH(tags.two) - 2
    ) || ' more'), ', ')
    ELSE ARRAY_TO_STRING(tags.two, ', ')
  END AS two_and_more,
  CASE
    WHEN LENGTH(LIST_FILTER(tags.two, LAMBDA element, place : LIST_POSITION(tags.two, element) = place)) > 2
    THEN ARRAY_TO_STRING(
      LIST_APPEND(
        LIST_SLICE(LIST_FILTER(tags.two, LAMBDA element, place : LIST_POSITION(tags.two, element) = place), 1, 2),
        '+' || (
          LENGTH(LIST_FILTER(tags.two, LAMBDA element, place : LIST_POSITION(tags.two, element) = place)) - 2
        ) || ''
      ),
      '
'
    )
    ELSE ARRAY_TO_STRING(
      LIST_FILTER(tags.two, LAMBDA element, place : LIST_POSITION(tags.two, element) = place),
      '
'
    )
  END AS two_different,
  CASE
    WHEN LENGTH(tags.two) > 4
    THEN ARRAY_TO_STRING(LIST_APPEND(LIST_SLICE(tags.two, 1, 4), '+' || (
      LENGTH(tags.two) - 4
    ) || ' more'), ', ')
    ELSE ARRAY_TO_STRING(tags.two, ', ')
  END AS all_four,
  film.film_id
FROM studio.film
LEFT JOIN tags
  ON film.film_id = tags.film_id
ORDER BY
  film_id
