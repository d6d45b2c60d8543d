WITH selected_film AS (
  SELECT
    film.film_id,
    film.title
  FROM studio.film
  WHERE
    film.film_id = 1
), tags AS (
  SELECT
    tag.film_id,
    STRING_AGG(
      CASE tag.kind WHEN 'm' THEN 'Mood' WHEN 'g' THEN 'Genre' ELSE tag.kind END,
      ', ' ORDER BY CASE WHEN tag.kind = 'm' THEN 0 WHEN tag.kind = 'g' THEN 1 WHEN tag.kind IS NOT NULL THEN 2 END, tag.kind, tag.tag_id
    ) FILTER(WHERE tag.kind IS NOT NULL) AS kinds,
    STRING_AGG(CAST(tag.price AS TEXT), ' + ' ORDER BY tag.price, tag.tag_id) AS prices,
    STRING_AGG(STRFTIME(tag.added, '%-d %b %Y'), '; ' ORDER BY tag.added, tag.tag_id) FILTER(WHERE tag.added IS NOT NULL) AS dates,
    STRING_AGG(CAST(tag.is_main AS TEXT), ', ' ORDER BY tag.is_main, tag.tag_id) AS flags,
    STRING_AGG(CAST(tag.weight AS TEXT), ', ' ORDER BY tag.tag_id, tag.weight) AS weights
  FROM studio.tag
  WHERE
    EXISTS(
      SELECT
        1
      FROM selected_film
      WHERE
        selected_film.film_id = tag.film_id
    )
  GROUP BY
    tag.film_id
)
SELECT
  selected_film.title,
  tags.kinds,
  tags.prices,
  tags.dates,
  tags.flags,
  tags.weights,
  selected_film.film_id
FROM selected_film
LEFT JOIN tags
  ON selected_film.film_id = tags.film_id
ORDER BY
  film_id
