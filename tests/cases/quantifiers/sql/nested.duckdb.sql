SELECT
  episode.episode_id
FROM studio.episode
LEFT JOIN studio."show"
  ON episode.show_id = "show".show_id
WHERE
  NOT episode.is_cut
  AND EXISTS(
    SELECT
      1
    FROM studio.episode AS episode_2
    WHERE
      episode_2.show_id = "show".show_id
      AND NOT episode_2.is_cut
      AND episode_2.status = 'done'
      AND episode_2.number = 1
  )
  AND episode.status = 'late'
ORDER BY
  episode_id
