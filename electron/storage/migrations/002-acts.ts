import type { Migration } from '../migrations.ts'

/** What is done to a visit after its registration, and which levels it has. */
export const acts: Migration = {
  number: 2,
  name: 'acts',
  sql: `
-- Every level a visit was ever put on; revoked_at is null while it is on it.
CREATE TABLE visit_levels (
  visit_id INTEGER NOT NULL REFERENCES visits (id) ON DELETE CASCADE,
  level_id TEXT NOT NULL, level_name TEXT NOT NULL,
  granted_at INTEGER NOT NULL, revoked_at INTEGER,
  PRIMARY KEY (visit_id, level_id)
) STRICT, WITHOUT ROWID;
INSERT INTO visit_levels (visit_id, level_id, level_name, granted_at) SELECT id, level_id, level_name, updated_at FROM visits WHERE level_step = 'done';

-- Whether the end of the window has been acted on: 0 not yet, 1 an act was made, 2 that act failed.
ALTER TABLE visits ADD COLUMN ending INTEGER NOT NULL DEFAULT 0;
CREATE INDEX visits_by_end ON visits (until_at) WHERE level_step = 'done';

CREATE TABLE acts (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  visit_id INTEGER NOT NULL REFERENCES visits (id) ON DELETE CASCADE,
  batch_id INTEGER REFERENCES batches (id),
  level_id TEXT, level_name TEXT NOT NULL,
  until_at INTEGER,
  state TEXT NOT NULL, cause TEXT, retry_at INTEGER,
  visit_state TEXT,               -- the visit's state when the first step began: given back where the act fails
  undo_until_at INTEGER,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX acts_of_batch ON acts (batch_id, id) WHERE batch_id IS NOT NULL;
CREATE INDEX acts_of_visit ON acts (visit_id, id);

ALTER TABLE batches ADD COLUMN kind TEXT NOT NULL DEFAULT 'enrol';
ALTER TABLE batches ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN waited_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN latencies TEXT NOT NULL DEFAULT '{}';

-- The site's own record of the visit, where it keeps one.
ALTER TABLE site_persons ADD COLUMN record TEXT;

-- Persons as the site told them, by our code or its id.
CREATE TABLE person_lookups (
  site TEXT NOT NULL, query TEXT NOT NULL, found TEXT, seen_at INTEGER NOT NULL,
  PRIMARY KEY (site, query)
) STRICT, WITHOUT ROWID;
`,
}
