SELECT
  note.note_id
FROM studio.note
WHERE
  STARTS_WITH(note.body, 'A')
ORDER BY
  note_id
