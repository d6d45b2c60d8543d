SELECT
  "show".show_id
FROM studio."show"
WHERE
  NOT EXISTS(
    SELECT
      1
    FROM studio.episode
    WHERE
      episode.show_id = "show".show_id AND NOT episode.is_cut AND episode.status IS DISTINCT FROM 'late'
  )
ORDER BY
  show_id
