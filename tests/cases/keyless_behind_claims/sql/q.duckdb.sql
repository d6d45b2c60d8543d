WITH selected_fx AS (
  SELECT
    fx.zone,
    fx.code
  FROM b.fx
), legs AS (
  SELECT
    selected_fx.zone,
    CAST(NULL AS BIGINT) AS accs_notes_count,
    CAST(NULL AS BIGINT) AS accs_count
  FROM selected_fx
  GROUP BY
    selected_fx.zone
  UNION ALL
  SELECT
    selected_fx.zone,
    COUNT(*) AS accs_notes_count,
    CAST(NULL AS BIGINT) AS accs_count
  FROM selected_fx
  JOIN b.acc
    ON selected_fx.code = acc.cur
  JOIN b.note
    ON acc.acc_id = note.acc_id
  GROUP BY
    selected_fx.zone
  UNION ALL
  SELECT
    selected_fx.zone,
    CAST(NULL AS BIGINT) AS accs_notes_count,
    COUNT(*) AS accs_count
  FROM selected_fx
  JOIN b.acc
    ON selected_fx.code = acc.cur
  GROUP BY
    selected_fx.zone
)
SELECT
  legs.zone,
  COALESCE(MAX(legs.accs_notes_count), 0) AS accs_notes_count,
  COALESCE(MAX(legs.accs_count), 0) AS accs_count
FROM legs
GROUP BY
  legs.zone
ORDER BY
  zone
