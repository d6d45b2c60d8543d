SELECT
  note.note_id
FROM studio.note
WHERE
  CONTAINS(note.body, '_')
ORDER BY
  note_id
