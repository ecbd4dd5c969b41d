-- One study a file. Times are no part of it: what is stored decides what a resumed study does.

CREATE TABLE study (
  id              INTEGER PRIMARY KEY CHECK (id = 1),
  name            TEXT    NOT NULL,
  seed            INTEGER NOT NULL,
  experiment      TEXT    NOT NULL,
  experiment_hash TEXT    NOT NULL,
  finished        INTEGER NOT NULL CHECK (finished IN (0, 1))
) STRICT;

CREATE TABLE trials (
  number         INTEGER PRIMARY KEY CHECK (number >= 0),
  state          TEXT    NOT NULL,
  seed           INTEGER NOT NULL,
  encoding       TEXT    NOT NULL,
  canonical_hash TEXT    NOT NULL,
  recipe         TEXT    NOT NULL,
  epochs         INTEGER NOT NULL,
  train_fraction REAL    NOT NULL,
  continues      INTEGER,
  parents        TEXT    NOT NULL, -- numbers, separated by semicolons
  train_seconds  REAL    NOT NULL,
  duplicate_of   INTEGER,
  reason         TEXT    NOT NULL
) STRICT;

CREATE TABLE metrics (
  trial    INTEGER NOT NULL REFERENCES trials (number),
  position INTEGER NOT NULL, -- order in the trial
  metric   TEXT    NOT NULL,
  value    REAL    NOT NULL,
  PRIMARY KEY (trial, metric)
) STRICT, WITHOUT ROWID;

CREATE TABLE reports (
  trial  INTEGER NOT NULL REFERENCES trials (number),
  step   INTEGER NOT NULL,
  metric TEXT    NOT NULL,
  value  REAL    NOT NULL,
  PRIMARY KEY (trial, step, metric)
) STRICT, WITHOUT ROWID;

-- The journal: every ask, outcome and tell in the order in which they happened.
CREATE TABLE events (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  kind     TEXT    NOT NULL, -- asked, told, or the state that a trial came to
  trial    INTEGER NOT NULL REFERENCES trials (number)
) STRICT;

CREATE UNIQUE INDEX told_once ON events (trial) WHERE kind = 'told';
