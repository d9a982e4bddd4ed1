import type { Migration } from '../migrations.ts'

/** What each site was found to bear, and whether it refused our keys. */
export const sitePaces: Migration = {
  number: 3,
  name: 'paces and refusals of sites',
  sql: `
CREATE TABLE site_paces (
  host TEXT PRIMARY KEY,          -- name and port
  rate REAL NOT NULL,             -- calls a second
  is_ceiling INTEGER NOT NULL,    -- the site said no above it; 0: nobody ever asked for more
  found_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Sites that refused our keys twice in a row. Nothing is sent there until somebody acts.
CREATE TABLE site_refusals (
  site TEXT PRIMARY KEY,
  failure TEXT NOT NULL,
  connected_at INTEGER NOT NULL,  -- the connection that was refused, by when it was saved
  refused_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
}
