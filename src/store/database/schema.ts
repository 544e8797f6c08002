/**
 * The tables as Kysely sees them. Migrations are the truth; this file repeats it for the compiler.
 *
 * Time columns are timestamptz (Date here), bigint columns come back as strings, json columns as parsed values.
 */
import type { ColumnType, Generated, Kysely } from 'kysely';
import type {
  AcknowledgmentState,
  Action,
  ConnectionState,
  DeliveryState,
  EventName,
  EventSubject,
  ExpectationState,
  FileState,
  InterchangeState,
  IssueCode,
  IssueSubject,
  OutboundDocumentState,
  RecordState,
  Severity,
  ShadowEnd,
  VersionState,
  WorkState,
  WorkStep,
} from '../../vocabulary/index.js';
import type { Verdict } from '../../x12/index.js';

type Time = ColumnType<Date, Date | string | undefined, Date | string>;
type OptionalTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type BigInteger = ColumnType<string, number | string, number | string>;
/** Written as JSON text, read parsed. */
type Json = ColumnType<unknown, string, string>;
type OptionalJson = ColumnType<unknown, string | null | undefined, string | null>;

/** The database, or a transaction on it: every function of the store takes one as its first argument. */
export type Sql = Kysely<HubSchema>;

export interface HubSchema {
  raw_blobs: { sha256: string; byte_count: BigInteger; stored_at: Time };
  raw_chunks: { sha256: string; seq: number; data: Uint8Array };
  files: {
    id: string;
    direction: 'in' | 'out';
    connection: string;
    partner: string | null;
    name: string;
    source_path: string | null;
    source_modified_at: OptionalTime;
    sha256: string;
    byte_count: BigInteger;
    state: FileState;
    reason: string | null;
    duplicate_of: string | null;
    correlation_id: string;
    created_at: Time;
    ended_at: OptionalTime;
    /** Day and configuration with which what waits in it was last translated again. */
    tried_with: string | null;
  };
  interchanges: {
    id: string;
    file_id: string;
    ordinal: number;
    partner: string | null;
    sender_qualifier: string;
    sender: string;
    receiver_qualifier: string;
    receiver: string;
    interchange_control_number: string;
    version: string;
    usage: string;
    verdict: string;
    ta1_code: string;
    state: InterchangeState;
    reason: string | null;
  };
  functional_groups: {
    id: string;
    interchange_id: string;
    ordinal: number;
    functional_id: string;
    sender: string;
    receiver: string;
    group_control_number: string;
    version: string;
    verdict: string;
    codes: string[];
    sets_claimed: number | null;
    sets_received: number;
    sets_accepted: number;
  };
  transaction_sets: {
    id: string;
    group_id: string;
    ordinal: number;
    set: string;
    transaction_set_control_number: string;
    agreement: string | null;
    verdict: string;
    codes: string[];
    segments: number;
    issue_count: number;
    byte_start: BigInteger;
    byte_end: BigInteger;
  };
  seen_numbers: {
    sender: string;
    receiver: string;
    interchange_control_number: string;
    interchange_id: string;
    content_sha256: string;
    seen_at: Time;
  };
  records: {
    id: string;
    revision: number;
    file_id: string;
    transaction_set_id: string | null;
    ordinal: number;
    partner: string;
    agreement: string;
    kind: string;
    business_key: string;
    duplicate_key: string | null;
    body: Json;
    /** For unpackOrigins. */
    origins: Uint8Array;
    mapping: string;
    mapping_version: number;
    mapping_hash: string;
    state: RecordState;
    created_at: Time;
    superseded_at: OptionalTime;
  };
  issues: {
    id: Generated<string>;
    subject_kind: IssueSubject;
    subject_id: string;
    code: IssueCode;
    severity: Severity;
    action: Action | null;
    segment: number | null;
    segment_id: string | null;
    element: number | null;
    component: number | null;
    row: number | null;
    column: string | null;
    byte_offset: BigInteger | null;
    byte_length: number | null;
    words: string;
    value: string | null;
    /** Rows that crosswalks lack. */
    missing: OptionalJson;
    superseded_at: OptionalTime;
  };
  deliveries: {
    id: string;
    record_id: string;
    revision: number;
    erp: string;
    state: DeliveryState;
    reference: string | null;
    error_code: string | null;
    created_at: Time;
    ended_at: OptionalTime;
  };
  acknowledgments: {
    id: string;
    cause: string;
    interchange_id: string;
    connection: string;
    plan: Json;
    verdict: string;
    state: AcknowledgmentState;
    file_id: string | null;
    created_at: Time;
  };
  outbound_documents: {
    id: string;
    record_id: string;
    revision: number;
    /** Found when it is composed: the partner it goes to, and by which agreement. */
    partner: string | null;
    agreement: string | null;
    /** Such as x12/850/004010. */
    document: string | null;
    mapping: string | null;
    mapping_version: number | null;
    mapping_hash: string | null;
    state: OutboundDocumentState;
    reason: string | null;
    /** Number of the order that it is about, and the release: such documents go out one after the other. */
    order_key: string | null;
    file_id: string | null;
    /** As in control_numbers: `ZZ:STMARYHOSP` for an interchange, the bare identifier for a group. */
    interchange_sender: string | null;
    interchange_receiver: string | null;
    interchange_control_number: BigInteger | null; // ISA13
    group_sender: string | null;
    group_receiver: string | null;
    group_control_number: BigInteger | null; // GS06
    set_control_number: string | null; // ST02
    /** What the partner's 997 or 999 said of it. */
    verdict: Verdict | null;
    acknowledged_at: OptionalTime;
    created_at: Time;
    sent_at: OptionalTime;
  };
  expectations: {
    id: string;
    outbound_document_id: string;
    /** What the partner owes: 997, ta1, or a transaction set such as 855. */
    awaited: string;
    /** As agreed: 24h, 1bd. */
    within: string;
    /** Of the order that the document is or changes: what a partner's 855, 856 and 810 name. */
    order_number: string | null;
    order_release: string | null;
    /** Known once the document is sent. */
    due_at: OptionalTime;
    state: Generated<ExpectationState>;
    met_at: OptionalTime;
    met_by: string | null;
  };
  answers: { cause: string; received_file_id: string; file_id: string };
  control_numbers: {
    kind: 'interchange' | 'group' | 'answer' | 'file';
    sender: string;
    receiver: string;
    next: BigInteger;
    /** Of all that were ever taken. */
    lowest: BigInteger;
    highest: BigInteger;
  };
  work: {
    id: string;
    step: WorkStep;
    subject_id: string;
    lane: string | null;
    state: WorkState;
    epoch: Generated<number>;
    leased_by: string | null;
    lease_until: OptionalTime;
    attempts: Generated<number>;
    next_at: Time;
    rung_at: OptionalTime;
    error_code: string | null;
  };
  connections: {
    name: string;
    next_poll_at: Time;
    epoch: Generated<number>;
    leased_by: string | null;
    lease_until: OptionalTime;
    state: ConnectionState;
    failures: Generated<number>;
    error_code: string | null;
    polled_at: OptionalTime;
    last_file_at: OptionalTime;
  };
  hubs: { id: string; started_at: Time; seen_at: Time };
  events: {
    id: Generated<string>;
    at: Time;
    actor: string;
    event: EventName;
    subject_kind: EventSubject;
    subject_id: string;
    correlation_id: string | null;
    detail: OptionalJson;
  };
  unchained_events: { event_id: string };
  event_chain: { seq: BigInteger; event_id: string; previous_hash: string; hash: string };
  configurations: {
    hash: string;
    state: VersionState;
    take: 'at-once' | 'applied';
    four_eyes: boolean;
    kept_at: Time;
    planned_by: string | null;
    planned_at: OptionalTime;
    applied_by: string | null;
    applied_at: OptionalTime;
    why: string | null;
  };
  configuration_files: { hash: string; path: string; sha256: string };
  approvals: {
    hash: string;
    effective_at: Time;
    approved_by: string;
    approved_at: Time;
    why: string | null;
    /** Why it could not go live when its time had come. */
    refused_code: string | null;
    refused_place: string | null;
  };
  shadows: {
    id: string;
    hash: string;
    /** Only files of this partner are compared. */
    partner: string | null;
    started_by: string;
    started_at: Time;
    why: string | null;
    ended_by: string | null;
    ended_at: OptionalTime;
    ended_how: ShadowEnd | null;
    figures: Json;
    /** Why it cannot be opened. */
    fault_code: string | null;
    fault_place: string | null;
    leased_by: string | null;
    lease_until: OptionalTime;
  };
  shadow_files: { shadow_id: string; file_id: string };
  shadow_differences: { id: Generated<string>; shadow_id: string; file_id: string; document: Json };
  operators: { name: string; password_hash: string; created_at: Time };
  operator_sessions: { token_sha256: string; operator: string; created_at: Time; expires_at: Time };
  setup_secrets: { secret_sha256: string; created_at: Time };
}
