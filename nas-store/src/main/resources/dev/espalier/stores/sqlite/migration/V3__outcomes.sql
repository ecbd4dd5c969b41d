-- What was asked for and what became of it are told apart: costs belong to the ask, metrics to the
-- outcome. State 'refused' is that of a trial that was not evaluated for want of a fit network.

ALTER TABLE study ADD COLUMN budget_trials INTEGER;
ALTER TABLE study ADD COLUMN budget_trainings REAL;
ALTER TABLE study ADD COLUMN budget_minutes REAL;
ALTER TABLE study ADD COLUMN ended TEXT; -- why, if it ended by itself
UPDATE study SET ended = 'budget' WHERE finished = 1;
UPDATE study SET budget_trials =
  max(1, (SELECT count(*) FROM trials WHERE duplicate_of IS NULL)); -- what it had, at least

ALTER TABLE trials ADD COLUMN told INTEGER NOT NULL DEFAULT 0;  -- how many were, at the ask
ALTER TABLE trials ADD COLUMN of_epochs INTEGER NOT NULL DEFAULT 0; -- of the whole training
ALTER TABLE trials ADD COLUMN reached INTEGER NOT NULL DEFAULT 0; -- epochs
ALTER TABLE trials ADD COLUMN failure_cause TEXT NOT NULL DEFAULT 'candidate';
ALTER TABLE trials ADD COLUMN checkpoint TEXT; -- SHA-256 of what it can be gone on with from
ALTER TABLE trials ADD COLUMN delta TEXT; -- SHA-256 of what it adds to shared weights
UPDATE trials SET of_epochs = epochs, reached = epochs;
UPDATE trials SET state = 'running' WHERE state = 'interrupted';

CREATE TABLE costs (
  trial    INTEGER NOT NULL REFERENCES trials (number),
  position INTEGER NOT NULL, -- order in the trial
  metric   TEXT    NOT NULL,
  value    REAL    NOT NULL,
  PRIMARY KEY (trial, metric)
) STRICT, WITHOUT ROWID;

INSERT INTO costs SELECT * FROM metrics
  WHERE metric IN ('macs', 'flops', 'params', 'activation_bytes', 'depth');
DELETE FROM metrics WHERE metric IN ('macs', 'flops', 'params', 'activation_bytes', 'depth');

CREATE TABLE snapshots (
  version INTEGER PRIMARY KEY, -- of shared weights: how many trials had been told
  sha256  TEXT NOT NULL
) STRICT;
