SELECT
  note.note_id
FROM studio.note
WHERE
  REGEXP_MATCHES(note.body, '[sx]')
ORDER BY
  note_id
