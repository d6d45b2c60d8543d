SELECT
  note.note_id
FROM studio.note
WHERE
  note.body = 'it''s' OR CONTAINS(note.body, '\') OR CONTAINS(note.body, 'one
line')
ORDER BY
  note_id
