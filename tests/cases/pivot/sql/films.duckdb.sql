WITH tasks AS (
  SELECT
    task.film_id,
    COUNT(*) FILTER(WHERE team.name = 'VFX') AS count_vfx,
    COUNT(*) FILTER(WHERE team.name = 'Sound & Mix') AS count_sound_mix,
    SUM(task.days) FILTER(WHERE team.name = 'VFX') AS days_vfx,
    SUM(task.days) FILTER(WHERE team.name = 'Sound & Mix') AS days_sound_mix,
    COUNT(*) AS count
  FROM studio.task
  LEFT JOIN studio.team
    ON task.team_id = team.team_id
  GROUP BY
    task.film_id
)
SELECT
  film.title,
  COALESCE(tasks.count_vfx, 0) AS tasks_count_vfx,
  COALESCE(tasks.count_sound_mix, 0) AS tasks_count_sound_mix,
  tasks.days_vfx,
  tasks.days_sound_mix,
  COALESCE(tasks.count, 0) AS tasks_count,
  film.film_id
FROM studio.film
LEFT JOIN tasks
  ON film.film_id = tasks.film_id
ORDER BY
  film_id
