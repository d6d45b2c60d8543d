SELECT
  "show".show_id
FROM studio."show"
WHERE
  EXISTS(
    SELECT
      1
    FROM studio.episode
    WHERE
      episode.show_id = "show".show_id AND NOT episode.is_cut AND episode.status = 'late'
  )
  AND EXISTS(
    SELECT
      1
    FROM studio.episode
    WHERE
      episode.show_id = "show".show_id AND NOT episode.is_cut AND episode.number <= 3
  )
ORDER BY
  show_id
