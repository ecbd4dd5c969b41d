-- Trials that any process may evaluate, where several work on the study, and which of them does.
CREATE TABLE claims (
  trial   INTEGER PRIMARY KEY REFERENCES trials (number),
  worker  TEXT    NOT NULL, -- empty as long as there is none
  expires INTEGER NOT NULL  -- milliseconds since 1970 at which the worker counts as dead
) STRICT;
