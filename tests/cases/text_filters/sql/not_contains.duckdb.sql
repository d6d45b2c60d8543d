SELECT
  note.note_id
FROM studio.note
WHERE
  NOT CONTAINS(note.body, 'e') IS TRUE
ORDER BY
  note_id
