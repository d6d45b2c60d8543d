SELECT
  COUNT(*) FILTER(WHERE task.done AND task.team = 'A') / NULLIF(COUNT(*) FILTER(WHERE task.team = 'A'), 0) AS share_of_a,
  SUM(task.cost) FILTER(WHERE task.done AND (
    task.days < 3 OR task.days IS NULL
  )) / NULLIF(SUM(task.days) FILTER(WHERE task.done AND (
    task.days < 3 OR task.days IS NULL
  )), 0) AS short,
  COUNT(*) FILTER(WHERE task.days >= 3) AS long,
  STRING_AGG(DISTINCT task.team, ', ' ORDER BY task.team) FILTER(WHERE task.done) AS teams
FROM studio.task
