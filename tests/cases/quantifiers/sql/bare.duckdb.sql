SELECT
  "show".show_id
FROM studio."show"
WHERE
  NOT EXISTS(
    SELECT
      1
    FROM studio.episode
    WHERE
      episode.show_id = "show".show_id AND NOT episode.is_cut
  )
  OR EXISTS(
    SELECT
      1
    FROM studio.episode
    WHERE
      episode.show_id = "show".show_id
      AND NOT episode.is_cut
      AND (
        episode.number <= 1 OR episode.number IS NULL
      )
  )
ORDER BY
  show_id
