/**
 * What issues, events and work are about: each kind with its words for people.
 *
 * The kinds are stored (`issues.subject_kind`, `events.subject_kind`, hashed in the chain of events): none is renamed.
 */

export const subjects = {
  file: { one: 'file', many: 'files' },
  interchange: { one: 'interchange', many: 'interchanges' },
  'functional-group': { one: 'functional group', many: 'functional groups' },
  'transaction-set': { one: 'transaction set', many: 'transaction sets' },
  record: { one: 'record', many: 'records' },
  acknowledgment: { one: 'acknowledgment', many: 'acknowledgments' },
  delivery: { one: 'delivery', many: 'deliveries' },
  'outbound-document': { one: 'outbound document', many: 'outbound documents' },
  work: { one: 'piece of work', many: 'pieces of work' },
  connection: { one: 'connection', many: 'connections' },
  configuration: { one: 'version of the configuration', many: 'versions of the configuration' },
  crosswalk: { one: 'crosswalk', many: 'crosswalks' },
  operator: { one: 'operator', many: 'operators' },
  hub: { one: 'hub', many: 'hubs' },
} as const satisfies Record<string, { one: string; many: string }>;

export type SubjectKind = keyof typeof subjects;

/** What an issue can be about. */
export const issueSubjects = [
  'file',
  'interchange',
  'functional-group',
  'transaction-set',
  'record',
  'outbound-document',
] as const satisfies readonly SubjectKind[];
export type IssueSubject = (typeof issueSubjects)[number];

/** What an event can be about. */
export const eventSubjects = [
  'file',
  'record',
  'outbound-document',
  'work',
  'connection',
  'configuration',
  'crosswalk',
  'operator',
  'hub',
] as const satisfies readonly SubjectKind[];
export type EventSubject = (typeof eventSubjects)[number];
