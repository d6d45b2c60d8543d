WITH selected_person AS (
  SELECT
    boss.name AS boss_name,
    person.salary,
    person.person_id
  FROM studio.person
  LEFT JOIN studio.person AS boss
    ON person.boss_id = boss.person_id
), legs AS (
  SELECT
    selected_person.boss_name,
    COUNT(*) AS count,
    SUM(selected_person.salary) AS payroll,
    CAST(NULL AS BIGINT) AS reports_count,
    CAST(NULL AS BIGINT) AS reports_payroll
  FROM selected_person
  GROUP BY
    selected_person.boss_name
  UNION ALL
  SELECT
    selected_person.boss_name,
    CAST(NULL AS BIGINT) AS count,
    CAST(NULL AS BIGINT) AS payroll,
    COUNT(*) AS reports_count,
    SUM(person.salary) AS reports_payroll
  FROM selected_person
  JOIN studio.person
    ON selected_person.person_id = person.boss_id
  GROUP BY
    selected_person.boss_name
)
SELECT
  legs.boss_name,
  MAX(legs.count) AS count,
  MAX(legs.payroll) AS payroll,
  COALESCE(MAX(legs.reports_count), 0) AS reports_count,
  MAX(legs.reports_payroll) AS reports_payroll
FROM legs
GROUP BY
  legs.boss_name
ORDER BY
  boss_name
