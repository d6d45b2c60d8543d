SELECT
  note.note_id
FROM studio.note
WHERE
  CONTAINS(note.body, 'e') IS NOT TRUE
ORDER BY
  note_id
