WITH tags AS (
  SELECT
    tag.film_id,
    STRING_AGG(tag.word, ', ' ORDER BY tag.word, tag.tag_id) AS words,
    STRING_AGG(tag.word, ' / ' ORDER BY tag.weight DESC, tag.word, tag.tag_id) AS words_by_weight
  FROM studio.tag
  GROUP BY
    tag.film_id
)
SELECT
  film.title,
  tags.words AS tags_words,
  tags.words_by_weight AS tags_words_by_weight,
  film.film_id
FROM studio.film
LEFT JOIN tags
  ON film.film_id = tags.film_id
ORDER BY
  film_id
