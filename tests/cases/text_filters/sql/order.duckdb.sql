SELECT
  note.note_id,
  note.body
FROM studio.note
WHERE
  note.body > 'Z'
ORDER BY
  body DESC,
  note_id
