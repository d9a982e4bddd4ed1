import type { Migration } from '../migrations.ts'

/** Who passed which door, and what that says of the visits. */
export const passages: Migration = {
  number: 5,
  name: 'passages',
  sql: `
-- One row a site. The cursor is the feed's own word for what it has told; it is written with the passages it stands for.
CREATE TABLE feeds (
  id INTEGER PRIMARY KEY, site TEXT NOT NULL UNIQUE,
  cursor TEXT,
  heard_at INTEGER,                 -- when the site last answered the feed
  since_at INTEGER,                 -- passages are here from then on
  wanted_at INTEGER,                -- somebody asked for what was before
  state TEXT                        -- how whoever reads it says it stands
) STRICT;

-- Sides of doors. way: what passing it means; guessed is 0 once somebody has said so.
CREATE TABLE readers (
  id INTEGER PRIMARY KEY, feed INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
  door_id TEXT NOT NULL, door_name TEXT NOT NULL, reader TEXT NOT NULL,
  way TEXT NOT NULL, guessed INTEGER NOT NULL DEFAULT 1,
  UNIQUE (feed, door_id, reader)
) STRICT;

-- Persons as the site names them in its events, each once: a name is written down and forgotten in one place.
CREATE TABLE passage_persons (
  id INTEGER PRIMARY KEY, feed INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
  ref TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
  search TEXT NOT NULL,             -- folded words, each after a space
  UNIQUE (feed, ref, code, name)
) STRICT;

-- day (of at, in UTC) stands before the key in its index: keys are chance, and an index over them alone is written all over for each page that is kept.
CREATE TABLE passages (
  id INTEGER PRIMARY KEY, feed INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
  key TEXT NOT NULL, day INTEGER NOT NULL,
  at INTEGER NOT NULL, heard_at INTEGER NOT NULL,
  door_id TEXT NOT NULL, reader INTEGER NOT NULL REFERENCES readers (id),
  person INTEGER REFERENCES passage_persons (id) ON DELETE SET NULL,
  type TEXT NOT NULL, result TEXT NOT NULL, cause TEXT, picture TEXT,
  way TEXT NOT NULL,                -- as the reader was said to lead when it was heard
  guest_id INTEGER REFERENCES guests (id) ON DELETE SET NULL,
  visit_id INTEGER REFERENCES visits (id) ON DELETE SET NULL,
  effects TEXT NOT NULL DEFAULT '[]',
  UNIQUE (feed, day, key)
) STRICT;
CREATE INDEX passages_by_time ON passages (at);
CREATE INDEX passages_by_door ON passages (door_id, at);
CREATE INDEX passages_by_person ON passages (person, at) WHERE person IS NOT NULL;
CREATE INDEX passages_by_result ON passages (result, at) WHERE result <> 'granted';
CREATE INDEX passages_of_guests ON passages (at) WHERE guest_id IS NOT NULL;
CREATE INDEX passages_by_guest ON passages (guest_id, at) WHERE guest_id IS NOT NULL;
CREATE INDEX passages_by_visit ON passages (visit_id, at) WHERE visit_id IS NOT NULL;

-- The day's plot, counted as it happens: over a million rows GROUP BY takes a quarter of a second. at: the beginning of a quarter of an hour.
CREATE TABLE passage_quarters (
  feed INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE, at INTEGER NOT NULL,
  entries INTEGER NOT NULL DEFAULT 0, exits INTEGER NOT NULL DEFAULT 0, denied INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (feed, at)
) STRICT, WITHOUT ROWID;

-- What passages say of a visit (shared/model/presence-rules): place is in, out or seen.
CREATE TABLE visit_presence (
  visit_id INTEGER PRIMARY KEY REFERENCES visits (id) ON DELETE CASCADE,
  place TEXT NOT NULL, entries INTEGER NOT NULL, exits INTEGER NOT NULL,
  arrived_at INTEGER, left_at INTEGER,
  last_at INTEGER NOT NULL, last_key TEXT NOT NULL, last_door TEXT NOT NULL
) STRICT;
CREATE INDEX visit_presence_here ON visit_presence (place, last_at) WHERE place <> 'out';

-- What was said or done once for a visit: entered, left, revoked. Never said again, whatever arrives late.
CREATE TABLE visit_notices (
  visit_id INTEGER NOT NULL REFERENCES visits (id) ON DELETE CASCADE, kind TEXT NOT NULL,
  passage_id INTEGER NOT NULL, said_at INTEGER NOT NULL,
  PRIMARY KEY (visit_id, kind)
) STRICT, WITHOUT ROWID;

-- Whom each id of a site ever meant: an event may be told long after its person left the site.
CREATE TABLE site_refs (
  site TEXT NOT NULL, ref TEXT NOT NULL, guest_id INTEGER NOT NULL REFERENCES guests (id) ON DELETE CASCADE,
  PRIMARY KEY (site, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX site_refs_of_guest ON site_refs (guest_id);
INSERT OR IGNORE INTO site_refs (site, ref, guest_id) SELECT site, ref, guest_id FROM site_persons;

ALTER TABLE acts ADD COLUMN passage_id INTEGER;
CREATE INDEX visits_by_until ON visits (until_at);

-- Guests that are to be forgotten. Nothing in it says who they were.
CREATE TABLE forgettings (
  id INTEGER PRIMARY KEY, guest_id INTEGER NOT NULL, act_id INTEGER,
  state TEXT NOT NULL CHECK (state IN ('open', 'undone', 'done')),
  undo_until_at INTEGER NOT NULL, asked_at INTEGER NOT NULL, done_at INTEGER,
  deleted TEXT
) STRICT;
CREATE INDEX forgettings_open ON forgettings (id) WHERE state = 'open';
`,
}
