SELECT
  team.name AS team_name,
  COUNT(*) FILTER(WHERE task.state = 'o') AS count_o,
  COUNT(*) FILTER(WHERE task.state = 'd') AS count_d,
  COUNT(*) FILTER(WHERE task.state = 'd' AND task.state = 'o') / NULLIF(COUNT(*) FILTER(WHERE task.state = 'o'), 0) AS share_o,
  COUNT(*) FILTER(WHERE task.state = 'd' AND task.state = 'd') / NULLIF(COUNT(*) FILTER(WHERE task.state = 'd'), 0) AS share_d
FROM studio.task
LEFT JOIN studio.team
  ON task.team_id = team.team_id
GROUP BY
  team.name
ORDER BY
  count_o DESC,
  team_name
