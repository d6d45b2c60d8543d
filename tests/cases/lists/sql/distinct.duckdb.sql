WITH tags AS (
  SELECT
    tag.film_id,
    STRING_AGG(DISTINCT tag.word, ', ' ORDER BY tag.word) AS list_word,
    LIST(tag.word ORDER BY tag.weight, tag.word, tag.tag_id) FILTER(WHERE tag.word IS NOT NULL) AS collect_word,
    LIST(tag.word ORDER BY tag.weight DESC, tag.word, tag.tag_id) FILTER(WHERE tag.word IS NOT NULL) AS collect_word_2
  FROM studio.tag
  GROUP BY
    tag.film_id
)
SELECT
  film.title,
  tags.list_word AS words,
  ARRAY_TO_STRING(
    LIST_FILTER(tags.collect_word, LAMBDA element, place : LIST_POSITION(tags.collect_word, element) = place),
    ', '
  ) AS by_weight,
  ARRAY_TO_STRING(
    LIST_FILTER(tags.collect_word_2, LAMBDA element, place : LIST_POSITION(tags.collect_word_2, element) = place),
    ', '
  ) AS by_weight_down,
  film.film_id
FROM studio.film
LEFT JOIN tags
  ON film.film_id = tags.film_id
ORDER BY
  film_id
