import type { Migration } from '../migrations.ts'

/** Units are in the column names: `_at` is milliseconds since the epoch. */
export const firstTables: Migration = {
  number: 1,
  name: 'first tables',
  sql: `
CREATE TABLE guests (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  family TEXT NOT NULL, given TEXT NOT NULL, patronymic TEXT NOT NULL,
  company TEXT NOT NULL, document TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL,
  search TEXT NOT NULL,          -- folded words, each after a space, for the search box
  name_key TEXT NOT NULL,        -- folded names and company
  document_key TEXT NOT NULL,    -- letters and digits of the document; '' for none
  photo TEXT,                    -- a file in the photo folder
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX guests_by_name ON guests (name_key);
CREATE INDEX guests_by_document ON guests (document_key) WHERE document_key <> '';

-- What a site calls a guest. A new site knows none of them.
CREATE TABLE site_persons (
  site TEXT NOT NULL, guest_id INTEGER NOT NULL REFERENCES guests (id) ON DELETE CASCADE,
  ref TEXT NOT NULL, photo TEXT,  -- the photo the site took
  PRIMARY KEY (site, guest_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE batches (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'done', 'cancelled')),
  file_hash TEXT, headers TEXT NOT NULL,
  total INTEGER NOT NULL, done INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, cancelled INTEGER NOT NULL DEFAULT 0,
  calls INTEGER NOT NULL DEFAULT 0, slowed INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL, started_at INTEGER, finished_at INTEGER
) STRICT;
CREATE INDEX batches_by_file ON batches (file_hash) WHERE file_hash IS NOT NULL;

CREATE TABLE visits (
  id INTEGER PRIMARY KEY,
  guest_id INTEGER NOT NULL REFERENCES guests (id) ON DELETE CASCADE,
  site TEXT NOT NULL,
  batch_id INTEGER REFERENCES batches (id), row INTEGER, cells TEXT,
  host TEXT NOT NULL, purpose TEXT NOT NULL,
  level_id TEXT NOT NULL, level_name TEXT NOT NULL,
  from_at INTEGER NOT NULL, until_at INTEGER NOT NULL,
  photo TEXT,
  state TEXT NOT NULL, cause TEXT, retry_at INTEGER,
  person_step TEXT NOT NULL, photo_step TEXT NOT NULL, level_step TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  revision INTEGER NOT NULL       -- grows with every change of any visit, whatever the clock does
) STRICT;
CREATE INDEX visits_by_batch ON visits (batch_id, id) WHERE batch_id IS NOT NULL;
CREATE INDEX visits_by_guest ON visits (guest_id);
CREATE INDEX visits_by_revision ON visits (revision);
CREATE INDEX visits_at_desk ON visits (id) WHERE batch_id IS NULL;

CREATE TABLE visit_doors (
  visit_id INTEGER NOT NULL REFERENCES visits (id) ON DELETE CASCADE,
  door_id TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, cause TEXT,
  PRIMARY KEY (visit_id, door_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE site_levels (site TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, doors TEXT, seen_at INTEGER NOT NULL, PRIMARY KEY (site, id)) STRICT, WITHOUT ROWID;
CREATE TABLE site_doors (site TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL, seen_at INTEGER NOT NULL, PRIMARY KEY (site, id)) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL, key TEXT NOT NULL, lane TEXT NOT NULL, rank INTEGER NOT NULL,
  subject INTEGER NOT NULL, batch INTEGER, set_key TEXT,
  state TEXT NOT NULL CHECK (state IN ('ready', 'waiting', 'leased', 'paused', 'dead')),
  due_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, recovered INTEGER NOT NULL DEFAULT 0,
  lease TEXT, checkpoint TEXT, failure TEXT,
  created_at INTEGER NOT NULL
) STRICT;
-- The claim reads only the head of one index: 'waiting' jobs are moved to 'ready' when due, so nothing that is not due stands in its way.
CREATE INDEX jobs_ready ON jobs (lane, rank, id) WHERE state = 'ready';
CREATE INDEX jobs_waiting ON jobs (due_at) WHERE state = 'waiting';
CREATE INDEX jobs_sets ON jobs (kind, set_key, state) WHERE set_key IS NOT NULL;
CREATE INDEX jobs_of_batch ON jobs (batch, kind, state) WHERE batch IS NOT NULL;
CREATE INDEX jobs_of_subject ON jobs (subject);
CREATE INDEX jobs_at_desk ON jobs (id) WHERE batch IS NULL AND state <> 'dead';
CREATE INDEX jobs_leased ON jobs (id) WHERE state = 'leased';
CREATE UNIQUE INDEX jobs_once ON jobs (key) WHERE state <> 'dead';
`,
}
