SELECT
  task.team,
  COUNT(*) FILTER(WHERE task.done) AS finished,
  COUNT(*) FILTER(WHERE task.done) / NULLIF(COUNT(*), 0) AS finished_share,
  SUM(task.cost) FILTER(WHERE task.done) / NULLIF(SUM(task.days) FILTER(WHERE task.done), 0) AS cost_per_day,
  SUM(task.days) - COUNT(*) FILTER(WHERE task.done) * 2 AS slack,
  SUM(task.days) FILTER(WHERE task.done) - COUNT(*) FILTER(WHERE task.done AND task.done) * 2 AS slack_done,
  SUM(task.days * task.cost) AS weighted,
  COUNT(*) FILTER(WHERE task.done) > 0 AS is_any_done
FROM studio.task
GROUP BY
  task.team
ORDER BY
  team
