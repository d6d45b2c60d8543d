WITH tags AS (
  SELECT
    tag.film_id,
    STRING_AGG(DISTINCT tag.word, ', ' ORDER BY tag.word) AS words,
    LIST(tag.word ORDER BY tag.weight, tag.word, tag.tag_id) FILTER(WHERE tag.word IS NOT NULL) AS by_weight,
    LIST(tag.word ORDER BY tag.weight DESC, tag.word, tag.tag_id) FILTER(WHERE tag.word IS NOT NULL) AS by_weight_down
  FROM studio.tag
  GROUP BY
    tag.film_id
)
SELECT
  film.title,
  tags.words,
  ARRAY_TO_STRING(
    LIST_FILTER(tags.by_weight, LAMBDA element, place : LIST_POSITION(tags.by_weight, element) = place),
    ', '
  ) AS by_weight,
  ARRAY_TO_STRING(
    LIST_FILTER(tags.by_weight_down, LAMBDA element, place : LIST_POSITION(tags.by_weight_down, element) = place),
    ', '
  ) AS by_weight_down,
  film.film_id
FROM studio.film
LEFT JOIN tags
  ON film.film_id = tags.film_id
ORDER BY
  film_id
