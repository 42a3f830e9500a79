-- The tables of a run's store, documented for users in the README. Schema.VERSION changes with any change to them, and
-- results/rediscovery/migrate.py, which reads this file, learns how to come from the version before.
--
-- A run makes programs by the million. What has a row for each of them, or for each function or training, is stored
-- compactly in a table whose name ends in "_row", and read through a view that puts names for numbers and digits for
-- hashes.

-- "config" gives the resolved config that the run began with; "content of ROLE", such as "content of task" or "content
-- of start", what the config called it and the SHA-256 of each of its parts, as they were when the run began. "place" is
-- where the folder was when its config was last written, "elapsed ms" the time of all sessions, "cut short" the stages
-- that the end of the run's time cut short, a line each. "numerics" is
-- what the run computed with: kind, version and kernel of matrix products, version of Java, digest of a probe training;
-- "numerics of the last session" the same where the run went on with another; "numerics of TASK" the arithmetic of workers.
CREATE TABLE run (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row a search, a part of one, or a neighbourhood search. id stands for it in other tables, and says nothing of its
-- place. origin says whether it starts from the config's start program or from one that was found. reason is null while
-- it is under way.
CREATE TABLE stage (
  id INTEGER NOT NULL PRIMARY KEY,
  stage TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL CHECK (position >= 0),
  kind TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('START', 'FOUND')),
  start_hash TEXT NOT NULL,
  programs INTEGER NOT NULL DEFAULT 0 CHECK (programs >= 0),
  evaluations INTEGER NOT NULL DEFAULT 0 CHECK (evaluations >= 0),
  elapsed_ms INTEGER NOT NULL DEFAULT 0 CHECK (elapsed_ms >= 0),
  training_ms INTEGER NOT NULL DEFAULT 0 CHECK (training_ms >= 0),
  reason TEXT CHECK (reason NOT GLOB '*[^A-Z_]*'),
  stop_programs INTEGER CHECK (stop_programs >= 0),
  CHECK ((reason IS NULL) = (stop_programs IS NULL))
) STRICT;

-- Every program that a search made; number 0 is where the stage started.
CREATE TABLE program_row (
  stage INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number >= 0),
  parent INTEGER NOT NULL,
  mutation TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 16),
  PRIMARY KEY (stage, number)
) STRICT, WITHOUT ROWID;

CREATE VIEW program AS
SELECT s.stage, p.number, p.parent, p.mutation, lower(hex(p.hash)) AS hash
FROM program_row p JOIN stage s ON s.id = p.stage;

-- Every function that was trained by a search, with the first program that computed it: its text, packed as ProgramText
-- says. Only a trained one has a fitness. states are the numbers that its live states keep for each parameter, 1 for a
-- tensor. Where functions earn seeds, seeds says how many a trained one has, and error is the standard error of its
-- fitness. words are what the place of training told of one that crashed.
CREATE TABLE function_row (
  id INTEGER NOT NULL PRIMARY KEY,
  stage INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 16),
  number INTEGER NOT NULL CHECK (number >= 0),
  program BLOB NOT NULL,
  statements INTEGER NOT NULL,
  live_statements INTEGER NOT NULL CHECK (live_statements BETWEEN 0 AND statements),
  states REAL NOT NULL CHECK (states >= 0),
  outcome TEXT NOT NULL CHECK (outcome IN ('TRAINED', 'NOT_FINITE', 'DIVERGED', 'HOPELESS', 'TIME_LIMIT', 'CRASHED')),
  fitness REAL,
  error REAL CHECK (error >= 0),
  seeds INTEGER CHECK (seeds >= 2),
  words TEXT,
  at_ms INTEGER NOT NULL,
  UNIQUE (stage, hash),
  CHECK ((outcome = 'TRAINED') = (fitness IS NOT NULL)),
  CHECK ((error IS NULL) = (seeds IS NULL)),
  CHECK (words IS NULL OR outcome = 'CRASHED')
) STRICT;

CREATE VIEW function AS
SELECT lower(hex(f.hash)) AS hash, s.stage, f.number, f.program AS packed_program, f.statements, f.live_statements,
  f.states, f.outcome, f.fitness, f.error, f.seeds, f.words, f.at_ms
FROM function_row f JOIN stage s ON s.id = f.stage;

-- The tasks of trainings. digest is the SHA-256 of a task's content; its name is for people, since two may share one.
CREATE TABLE task (
  id INTEGER NOT NULL PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  name TEXT NOT NULL
) STRICT;

-- Every training: one program, one task, one seed. Programs of one hash and one rounding compute the same to the bit,
-- those of one hash up to rounding. Only a trained one has a fitness. losses are doubles of eight bytes, the highest
-- byte first.
CREATE TABLE training_row (
  hash BLOB NOT NULL CHECK (length(hash) = 16),
  rounding INTEGER NOT NULL,
  task INTEGER NOT NULL,
  seed INTEGER NOT NULL,
  hurdled INTEGER NOT NULL CHECK (hurdled IN (0, 1)),
  outcome TEXT NOT NULL CHECK (outcome IN ('TRAINED', 'NOT_FINITE', 'DIVERGED', 'HOPELESS', 'TIME_LIMIT')),
  fitness REAL,
  steps INTEGER NOT NULL CHECK (steps >= 0),
  losses BLOB NOT NULL CHECK (length(losses) % 8 = 0),
  micros INTEGER NOT NULL CHECK (micros >= 0),
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (hash, rounding, task, seed, hurdled),
  CHECK ((outcome = 'TRAINED') = (fitness IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE VIEW training AS
SELECT lower(hex(r.hash)) AS hash, r.rounding, t.name AS task, lower(hex(t.digest)) AS digest, r.seed, r.hurdled, r.outcome,
  r.fitness, r.steps, r.losses, r.micros, r.at_ms
FROM training_row r JOIN task t ON t.id = r.task;

-- Totals of a search at intervals. The best program is decided with its price: best is its fitness, price that price. A
-- store brought along from a version before 5 knows no trainings, and prices only where there are none.
CREATE TABLE progress (
  stage TEXT NOT NULL,
  programs INTEGER NOT NULL CHECK (programs >= 0),
  evaluations INTEGER NOT NULL CHECK (evaluations >= 0),
  trainings REAL CHECK (trainings >= 0),
  statements INTEGER NOT NULL,
  redundant_statements INTEGER NOT NULL CHECK (redundant_statements BETWEEN 0 AND statements),
  best REAL,
  price REAL CHECK (price >= 0),
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (stage, programs)
) STRICT, WITHOUT ROWID;

-- Every program in every stage of the funnel, as it was found, with the form that was measured if its constants were tuned
-- for the stage: null where none was better. Position 0 is the baseline, which alone has tries: the variants from which
-- each was tuned. A store brought along from version 3 knows no tuned forms; its baselines are as measured. The others have passes (they beat the baseline by more than the error), near_best (within one standard
-- error of the best) and chosen (the winner).
CREATE TABLE ranking (
  stage TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 0),
  hash TEXT NOT NULL CHECK (length(hash) = 32 AND hash NOT GLOB '*[^0-9a-f]*'),
  program TEXT NOT NULL,
  tuned_hash TEXT CHECK (length(tuned_hash) = 32 AND tuned_hash NOT GLOB '*[^0-9a-f]*'),
  tuned TEXT,
  task TEXT NOT NULL,
  seeds INTEGER NOT NULL CHECK (seeds >= 1),
  fitness REAL,
  error REAL CHECK (error >= 0),
  difference REAL,
  difference_error REAL CHECK (difference_error >= 0),
  states INTEGER NOT NULL CHECK (states >= 0),
  live_statements INTEGER NOT NULL CHECK (live_statements >= 0),
  tries INTEGER CHECK (tries >= 0),
  passes INTEGER CHECK (passes IN (0, 1)),
  near_best INTEGER CHECK (near_best IN (0, 1)),
  chosen INTEGER CHECK (chosen IN (0, 1)),
  UNIQUE (stage, position),
  CHECK ((tuned_hash IS NULL) = (tuned IS NULL)),
  CHECK ((position = 0) = (tries IS NOT NULL)),
  CHECK ((position > 0) = (passes IS NOT NULL AND near_best IS NOT NULL AND chosen IS NOT NULL))
) STRICT;

-- The final comparison, on seeds by which nothing was chosen. Position 0 is the winner, the others are the references;
-- difference is what the reference has more than the winner, seed by seed.
CREATE TABLE comparison (
  position INTEGER NOT NULL PRIMARY KEY CHECK (position >= 0),
  name TEXT NOT NULL,
  rate_factor REAL NOT NULL CHECK (rate_factor > 0),
  hash TEXT NOT NULL CHECK (length(hash) = 32 AND hash NOT GLOB '*[^0-9a-f]*'),
  program TEXT NOT NULL,
  task TEXT NOT NULL,
  seeds INTEGER NOT NULL CHECK (seeds >= 1),
  outcome TEXT NOT NULL CHECK (outcome IN ('TRAINED', 'NOT_FINITE', 'DIVERGED', 'HOPELESS', 'TIME_LIMIT', 'CRASHED')),
  fitness REAL,
  error REAL CHECK (error >= 0),
  difference REAL,
  difference_error REAL CHECK (difference_error >= 0),
  CHECK ((outcome = 'TRAINED') = (fitness IS NOT NULL))
) STRICT;

-- The best program so far, on the meta-validation task.
CREATE TABLE meta (
  stage TEXT NOT NULL,
  programs INTEGER NOT NULL CHECK (programs >= 0),
  hash TEXT NOT NULL CHECK (length(hash) = 32 AND hash NOT GLOB '*[^0-9a-f]*'),
  search_fitness REAL NOT NULL,
  fitness REAL,
  error REAL CHECK (error >= 0),
  PRIMARY KEY (stage, programs)
) STRICT, WITHOUT ROWID;
