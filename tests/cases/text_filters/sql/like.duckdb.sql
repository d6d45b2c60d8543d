SELECT
  note.note_id
FROM studio.note
WHERE
  note.body LIKE 'a_b'
ORDER BY
  note_id
