WITH reports AS (
  SELECT
    person.boss_id,
    COUNT(*) AS count,
    STRING_AGG(person.name, ', ' ORDER BY person.name, person.person_id) AS reports
  FROM studio.person
  GROUP BY
    person.boss_id
), reports_reports AS (
  SELECT
    person.boss_id,
    COUNT(*) AS count,
    SUM(person_2.salary) AS payroll
  FROM studio.person
  JOIN studio.person AS person_2
    ON person.person_id = person_2.boss_id
  GROUP BY
    person.boss_id
), boss_reports AS (
  SELECT
    person.boss_id,
    COUNT(*) AS count
  FROM studio.person
  GROUP BY
    person.boss_id
)
SELECT
  person.name,
  boss.name AS boss_name,
  boss_boss.name AS boss_boss_name,
  COALESCE(reports.count, 0) AS reports_count,
  reports.reports,
  COALESCE(reports_reports.count, 0) AS reports_reports_count,
  reports_reports.payroll AS reports_reports_payroll,
  COALESCE(boss_reports.count, 0) AS boss_reports_count,
  person.person_id
FROM studio.person
LEFT JOIN studio.person AS boss
  ON person.boss_id = boss.person_id
LEFT JOIN studio.person AS boss_boss
  ON boss.boss_id = boss_boss.person_id
LEFT JOIN reports
  ON person.person_id = reports.boss_id
LEFT JOIN reports_reports
  ON person.person_id = reports_reports.boss_id
LEFT JOIN boss_reports
  ON boss.person_id = boss_reports.boss_id
ORDER BY
  person_id
