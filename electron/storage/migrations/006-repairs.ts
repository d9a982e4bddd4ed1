import type { Migration } from '../migrations.ts'

/** Looks at what the doors hold, and what each of them led to. */
export const repairs: Migration = {
  number: 6,
  name: 'repairs',
  sql: `
CREATE TABLE repairs (
  id INTEGER PRIMARY KEY, site TEXT NOT NULL,
  why TEXT NOT NULL CHECK (why IN ('night', 'hand', 'change')),
  started_at INTEGER NOT NULL, looked_at INTEGER, ended_at INTEGER,
  sight TEXT,                       -- what could be seen; null: nobody was looked at yet
  total INTEGER NOT NULL, guests INTEGER NOT NULL DEFAULT 0, unsaid INTEGER NOT NULL DEFAULT 0,
  failure TEXT
) STRICT;
CREATE INDEX repairs_of_site ON repairs (site, id);

-- What made it necessary, and the doors that were found lacking: JSON, ids and names.
ALTER TABLE acts ADD COLUMN repair_id INTEGER REFERENCES repairs (id);
ALTER TABLE acts ADD COLUMN lacking TEXT;
CREATE INDEX acts_of_repair ON acts (repair_id) WHERE repair_id IS NOT NULL;
`,
}
