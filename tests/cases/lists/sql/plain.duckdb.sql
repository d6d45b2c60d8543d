WITH tags AS (
  SELECT
    tag.film_id,
    STRING_AGG(tag.word, ', ' ORDER BY tag.word, tag.tag_id) AS list_word,
    STRING_AGG(tag.word, ' / ' ORDER BY tag.weight DESC, tag.word, tag.tag_id) AS list_word_2
  FROM studio.tag
  GROUP BY
    tag.film_id
)
SELECT
  film.title,
  tags.list_word AS tags_words,
  tags.list_word_2 AS tags_words_by_weight,
  film.film_id
FROM studio.film
LEFT JOIN tags
  ON film.film_id = tags.film_id
ORDER BY
  film_id
