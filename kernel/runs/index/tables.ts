/** The tables of the index. Another form is another file, so that an older Kaon beside a newer one keeps its own. */
export const tables = `
  CREATE TABLE IF NOT EXISTS runs (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, owner TEXT, summary TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS steps (run INTEGER NOT NULL, cell TEXT NOT NULL, key TEXT, PRIMARY KEY (run, cell)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS refs (run INTEGER NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (run, digest)) STRICT, WITHOUT ROWID;
`
