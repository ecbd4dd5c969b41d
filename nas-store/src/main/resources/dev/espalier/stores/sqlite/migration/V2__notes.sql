-- What happened to the study beside its trials.
CREATE TABLE notes (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  kind     TEXT NOT NULL,
  text     TEXT NOT NULL
) STRICT;
