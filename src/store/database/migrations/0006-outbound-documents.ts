/**
 * Outbound documents: records that go to a partner as a document, what the partner said of them, and by when it has to.
 *
 * The same revision of a record goes out once. Control numbers are kept as they stand in the file, so that answers find them.
 */

/** Statements in order; each runs by itself inside the migration's transaction. */
export const outboundDocuments: readonly string[] = [
  `CREATE TABLE outbound_documents (
     id uuid PRIMARY KEY,
     record_id uuid NOT NULL,
     revision integer NOT NULL,
     partner text,
     agreement text,
     document text,
     mapping text,
     mapping_version integer,
     mapping_hash text,
     state text NOT NULL CHECK (state IN ('waiting', 'held', 'written', 'sent', 'dead-lettered', 'cancelled')),
     reason text,
     order_key text,
     file_id uuid REFERENCES files,
     interchange_sender text,
     interchange_receiver text,
     interchange_control_number bigint,
     group_sender text,
     group_receiver text,
     group_control_number bigint,
     set_control_number text,
     verdict text CHECK (verdict IN ('accepted', 'accepted-with-errors', 'partially-accepted', 'rejected')),
     acknowledged_at timestamptz,
     created_at timestamptz NOT NULL DEFAULT now(),
     sent_at timestamptz,
     UNIQUE (record_id, revision),
     FOREIGN KEY (record_id, revision) REFERENCES records)`,
  `CREATE INDEX outbound_documents_state ON outbound_documents (state, id)`,
  `CREATE INDEX outbound_documents_order ON outbound_documents (order_key) WHERE state NOT IN ('sent', 'cancelled')`,
  `CREATE INDEX outbound_documents_file ON outbound_documents (file_id)`,
  `CREATE INDEX outbound_documents_group ON outbound_documents (partner, group_control_number)`,
  `CREATE INDEX outbound_documents_interchange ON outbound_documents (partner, interchange_control_number)`,
  `CREATE TABLE expectations (
     id uuid PRIMARY KEY,
     outbound_document_id uuid NOT NULL REFERENCES outbound_documents,
     awaited text NOT NULL,
     within text NOT NULL,
     order_number text,
     order_release text,
     due_at timestamptz,
     state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'overdue', 'met', 'met-late', 'cancelled')),
     met_at timestamptz,
     met_by uuid,
     UNIQUE (outbound_document_id, awaited))`,
  `CREATE INDEX expectations_due ON expectations (due_at) WHERE state = 'open'`,
  `CREATE INDEX expectations_overdue ON expectations (state) WHERE state = 'overdue'`,
  `CREATE INDEX expectations_order ON expectations (order_number, awaited) WHERE state IN ('open', 'overdue')`,
  `ALTER TABLE control_numbers DROP CONSTRAINT control_numbers_kind_check`,
  `ALTER TABLE control_numbers ADD CONSTRAINT control_numbers_kind_check
     CHECK (kind IN ('interchange', 'group', 'answer', 'file'))`,
  `ALTER TABLE work DROP CONSTRAINT work_step_check`,
  `ALTER TABLE work ADD CONSTRAINT work_step_check
     CHECK (step IN ('translate', 'acknowledge', 'deliver', 'compose', 'send', 'release'))`,
];
