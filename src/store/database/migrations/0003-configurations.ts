/**
 * Versions of the configuration: which files made up each, who planned and who applied it, and which one is live.
 *
 * The bytes of the files are kept with those of received files, each content once.
 */

/** Statements in order; each runs by itself inside the migration's transaction. */
export const configurationTables: readonly string[] = [
  `CREATE TABLE configurations (
     hash text PRIMARY KEY,
     state text NOT NULL CHECK (state IN ('planned', 'live', 'retired')),
     take text NOT NULL CHECK (take IN ('at-once', 'applied')),
     four_eyes boolean NOT NULL,
     kept_at timestamptz NOT NULL DEFAULT now(),
     planned_by text,
     planned_at timestamptz,
     applied_by text,
     applied_at timestamptz,
     why text)`,
  `CREATE UNIQUE INDEX configurations_live ON configurations (state) WHERE state = 'live'`,
  `CREATE TABLE configuration_files (
     hash text NOT NULL REFERENCES configurations,
     path text NOT NULL,
     sha256 text NOT NULL REFERENCES raw_blobs,
     PRIMARY KEY (hash, path))`,
];
