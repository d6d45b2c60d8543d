WITH tags AS (
  SELECT
    tag.film_id,
    STRING_AGG(
      tag.kind,
      ', ' ORDER BY CASE WHEN tag.kind = 'm' THEN 0 WHEN tag.kind = 'g' THEN 1 WHEN tag.kind IS NOT NULL THEN 2 END, tag.kind, tag.tag_id
    ) AS codes,
    STRING_AGG(STRFTIME(tag.added, '%Y'), ', ' ORDER BY tag.added, tag.tag_id) FILTER(WHERE tag.added IS NOT NULL) AS years,
    STRING_AGG(CAST(tag.added AS TEXT), '; ' ORDER BY tag.added, tag.tag_id) AS iso,
    STRING_AGG(UPPER(tag.word), ', ' ORDER BY tag.word, tag.tag_id) FILTER(WHERE tag.word IS NOT NULL) AS loud,
    STRING_AGG(tag.word, ', ' ORDER BY tag.word, tag.tag_id) AS words
  FROM studio.tag
  GROUP BY
    tag.film_id
)
SELECT
  film.title,
  tags.codes,
  tags.years,
  tags.iso,
  tags.loud,
  COALESCE(tags.words, 'none at all') AS words,
  film.film_id
FROM studio.film
LEFT JOIN tags
  ON film.film_id = tags.film_id
ORDER BY
  film_id
