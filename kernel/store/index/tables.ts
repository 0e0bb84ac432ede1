/** Versions of the tables; another version is another file, so that an older Kaon beside a newer one keeps its own. */
export const tables = `
  CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, record TEXT NOT NULL, used INTEGER NOT NULL, turn INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS entries_by_turn ON entries (turn);
  CREATE TABLE IF NOT EXISTS needs (digest TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (digest, key)) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS needs_of_key ON needs (key);
  CREATE TABLE IF NOT EXISTS latest (cell TEXT PRIMARY KEY, key TEXT NOT NULL, parts TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS holds (owner TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (owner, digest)) STRICT, WITHOUT ROWID;
`
