SELECT
  note.note_id
FROM studio.note
WHERE
  ENDS_WITH(note.body, 'b')
ORDER BY
  note_id
