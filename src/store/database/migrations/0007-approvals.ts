/**
 * Versions that go live later, and versions that run beside the live one: what was approved for which time, and what a shadow
 * has found.
 */

/** Statements in order; each runs by itself inside the migration's transaction. */
export const approvalTables: readonly string[] = [
  `CREATE TABLE approvals (
     hash text PRIMARY KEY REFERENCES configurations,
     effective_at timestamptz NOT NULL,
     approved_by text NOT NULL,
     approved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     why text,
     refused_code text,
     refused_place text)`,
  `CREATE UNIQUE INDEX approvals_only ON approvals ((true))`,
  `CREATE TABLE shadows (
     id uuid PRIMARY KEY,
     hash text NOT NULL REFERENCES configurations,
     partner text,
     started_by text NOT NULL,
     started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     why text,
     ended_by text,
     ended_at timestamptz,
     ended_how text CHECK (ended_how IN ('live', 'stopped')),
     figures jsonb NOT NULL,
     fault_code text,
     fault_place text,
     leased_by uuid,
     lease_until timestamptz)`,
  `CREATE UNIQUE INDEX shadows_running ON shadows ((true)) WHERE ended_at IS NULL`,
  `CREATE TABLE shadow_files (
     shadow_id uuid NOT NULL REFERENCES shadows ON DELETE CASCADE,
     file_id uuid NOT NULL REFERENCES files,
     PRIMARY KEY (shadow_id, file_id))`,
  `CREATE TABLE shadow_differences (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     shadow_id uuid NOT NULL REFERENCES shadows ON DELETE CASCADE,
     file_id uuid NOT NULL REFERENCES files,
     document jsonb NOT NULL)`,
  `CREATE INDEX shadow_differences_shadow ON shadow_differences (shadow_id, id)`,
];
