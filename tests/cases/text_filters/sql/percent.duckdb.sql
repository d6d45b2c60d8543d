SELECT
  note.note_id
FROM studio.note
WHERE
  CONTAINS(note.body, '0%')
ORDER BY
  note_id
