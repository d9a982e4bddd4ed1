import type { Migration } from '../migrations.ts'

/** What the outside is told: deliveries of webhooks, and what metrics have counted. */
export const outside: Migration = {
  number: 4,
  name: 'outside',
  sql: `
-- A row is written in the transaction that ends its batch, and sent until it arrives or a day has passed.
CREATE TABLE webhook_deliveries (
  id INTEGER PRIMARY KEY,
  delivery TEXT NOT NULL UNIQUE,
  event TEXT NOT NULL, batch_id INTEGER REFERENCES batches (id) ON DELETE SET NULL,
  body TEXT NOT NULL,               -- as it is sent, the same at every try
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0, status INTEGER, cause TEXT,
  created_at INTEGER NOT NULL, last_at INTEGER, due_at INTEGER NOT NULL,
  give_up_at INTEGER NOT NULL       -- the last try is not before
) STRICT;
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at) WHERE state = 'waiting';

-- Counters since the profile was made. Labels as JSON, keys in order; never a name, code or key.
CREATE TABLE metric_counts (
  name TEXT NOT NULL, labels TEXT NOT NULL, value REAL NOT NULL,
  PRIMARY KEY (name, labels)
) STRICT, WITHOUT ROWID;

-- So that jobs by state are counted from indexes alone: the other states have theirs.
CREATE INDEX jobs_paused ON jobs (id) WHERE state = 'paused';
CREATE INDEX jobs_dead ON jobs (id) WHERE state = 'dead';
`,
}
