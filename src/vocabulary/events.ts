/**
 * Every event of the audit trail: what it reports, about which subject, who acts next, and the fields of its detail.
 *
 * Names are stored and hashed in the chain of events: none is renamed or removed. A field that ends in `?` may be absent.
 * Details hold identifiers, counts, codes and an operator's reason, never document content.
 */
import { steps, type WorkStep, workSteps } from './steps.js';
import type { EventSubject } from './subjects.js';
import type { WhoActs } from './who-acts.js';

interface EventWords {
  /** What happened, in the past tense. */
  sentence: string;
  subject: EventSubject | readonly EventSubject[];
  acts: WhoActs;
  detail: readonly string[];
}

const read = ['reason', 'configuration'] as const;
const sent = ['outcome', 'connection'] as const;
const overdue = ['partner', 'awaited', 'within', 'due'] as const;

const givenUp = { subject: 'work', acts: 'operator', detail: ['code', 'attempts'] } as const;

/** One for each step that has work; the catalog of steps has its sentence. */
const deadLettered = Object.fromEntries(
  workSteps.map((step) => [`${step}.dead-lettered`, { sentence: steps[step].givenUp, ...givenUp }]),
) as Record<`${WorkStep}.dead-lettered`, { sentence: string } & typeof givenUp>;

export const events = {
  // Files that come in.
  'file.received': {
    sentence: 'A file was taken from an inbox and stored.',
    subject: 'file',
    acts: 'hub',
    detail: ['connection', 'byteCount', 'sha256', 'original'],
  },
  'file.passed-over': {
    sentence: 'A file in an inbox was left there.',
    subject: 'connection',
    acts: 'operator',
    detail: ['code', 'name'],
  },
  'file.translated': {
    sentence: 'A file was read, and everything in it was accepted.',
    subject: 'file',
    acts: 'nobody',
    detail: read,
  },
  'file.partly-translated': {
    sentence: 'A file was read; some of it was accepted and some rejected.',
    subject: 'file',
    acts: 'partner',
    detail: read,
  },
  'file.rejected': {
    sentence: 'A file was read, and was rejected as a whole.',
    subject: 'file',
    acts: 'partner',
    detail: read,
  },
  'file.duplicate': {
    sentence: 'A file came again: it has the same bytes, or only interchanges that were received before.',
    subject: 'file',
    acts: 'nobody',
    detail: ['connection?', 'byteCount?', 'sha256?', 'original?', 'reason?', 'configuration?'],
  },
  'file.held': {
    sentence: 'A file was read, and something in it waits for the hospital.',
    subject: 'file',
    acts: 'hospital',
    detail: read,
  },
  'file.quarantined': {
    sentence: 'A file cannot be read, or its sender is unknown.',
    subject: 'file',
    acts: 'operator',
    detail: read,
  },

  // What goes back to the partner.
  'acknowledgment.written': {
    sentence: 'The acknowledgment of a received interchange was written to a file.',
    subject: 'file',
    acts: 'hub',
    detail: ['interchange', 'controlNumber'],
  },
  'acknowledgment.sent': {
    sentence: 'A file with an acknowledgment was sent to the partner.',
    subject: 'file',
    acts: 'nobody',
    detail: sent,
  },
  'acknowledgment.re-offered': {
    sentence:
      'A file with an acknowledgment was sent again, because the partner had sent the same file again.',
    subject: 'file',
    acts: 'nobody',
    detail: sent,
  },
  'answer.written': {
    sentence: 'An answer for people was written to a file, about an interchange or a file.',
    subject: 'file',
    acts: 'hub',
    detail: ['interchange?', 'file?'],
  },
  'answer.sent': {
    sentence: 'A file with an answer for people was sent to the partner.',
    subject: 'file',
    acts: 'nobody',
    detail: sent,
  },
  'answer.re-offered': {
    sentence:
      'A file with an answer for people was sent again, because the partner had sent the same file again.',
    subject: 'file',
    acts: 'nobody',
    detail: sent,
  },

  // Records on their way.
  'document.delivered': {
    sentence: 'An ERP system took a record.',
    subject: 'record',
    acts: 'nobody',
    detail: ['erp', 'revision'],
  },
  'document.released': {
    sentence: 'A held record was released, as its next revision.',
    subject: 'record',
    acts: 'hub',
    detail: ['revision', 'cause', 'mappingVersion', 'configuration'],
  },
  'document.held': {
    sentence: 'A document for a partner waits for the hospital.',
    subject: 'outbound-document',
    acts: 'hospital',
    detail: ['code', 'partner'],
  },
  'document.composed': {
    sentence: 'A document for a partner was written to a file.',
    subject: 'outbound-document',
    acts: 'hub',
    detail: ['partner', 'agreement', 'file', 'controlNumber'],
  },
  'document.sent': {
    sentence: 'A file with documents was sent to the partner.',
    subject: 'file',
    acts: 'partner',
    detail: sent,
  },
  'document.cancelled': {
    sentence: 'An operator cancelled a document.',
    subject: 'outbound-document',
    acts: 'nobody',
    detail: ['why'],
  },

  // What the partner says about them.
  'acknowledgment.received': {
    sentence:
      'The partner reported something new about a document, in a 997, 999 or TA1; a refusal has an issue as well.',
    subject: 'outbound-document',
    acts: 'nobody',
    detail: ['by', 'verdict', 'before', 'acknowledgment'],
  },
  'acknowledgment.overdue': {
    sentence: 'The 997, 999 or TA1 of a document did not come in time.',
    subject: 'outbound-document',
    acts: 'operator',
    detail: overdue,
  },
  'document.overdue': {
    sentence: 'A document that the partner owes for one of ours did not come in time.',
    subject: 'outbound-document',
    acts: 'operator',
    detail: overdue,
  },
  'expectation.met': {
    sentence: 'An expected reply to a document came, in time or late.',
    subject: 'outbound-document',
    acts: 'nobody',
    detail: ['awaited', 'metBy', 'late'],
  },
  'expectation.settled': {
    sentence: 'An operator settled something overdue: it is no longer expected.',
    subject: 'outbound-document',
    acts: 'nobody',
    detail: ['awaited', 'why'],
  },

  // What failed for too long.
  ...deadLettered,
  'release.asked': {
    sentence: 'An operator asked for the release of everything that waits, or of some files or records.',
    subject: ['file', 'hub'],
    acts: 'hub',
    detail: ['files', 'why'],
  },

  // The configuration.
  'configuration.planned': {
    sentence: 'A version was planned: it is kept, to be applied.',
    subject: 'configuration',
    acts: 'operator',
    detail: [],
  },
  'configuration.approved': {
    sentence: 'A version was approved to go live at a later time.',
    subject: 'configuration',
    acts: 'hub',
    detail: ['before', 'why', 'plannedBy', 'effectiveAt'],
  },
  'configuration.called-off': {
    sentence: 'An approval was taken back, by an operator or because another version went live.',
    subject: 'configuration',
    acts: 'nobody',
    detail: ['why?', 'live?'],
  },
  'configuration.applied': {
    sentence: 'A planned version went live, at once or at its effective time.',
    subject: 'configuration',
    acts: 'nobody',
    detail: ['before', 'why', 'plannedBy?', 'effectiveAt?', 'approvedBy?'],
  },
  'configuration.live': {
    sentence: 'The hub took the content of the configuration folder.',
    subject: 'configuration',
    acts: 'nobody',
    detail: ['before', 'why'],
  },
  'configuration.rolled-back': {
    sentence: 'A version that was live before was put live again.',
    subject: 'configuration',
    acts: 'nobody',
    detail: ['before', 'why'],
  },
  'configuration.refused': {
    sentence: 'A change has problems and was not taken; what was live stays.',
    subject: 'configuration',
    acts: 'operator',
    detail: ['problems', 'code', 'place', 'effectiveAt?'],
  },
  'shadow.started': {
    sentence: 'A planned version runs beside the live one, without effect.',
    subject: 'configuration',
    acts: 'hub',
    detail: ['live', 'partner', 'why'],
  },
  'shadow.stopped': {
    sentence: 'An operator ended a shadow.',
    subject: 'configuration',
    acts: 'nobody',
    detail: ['documents', 'changed', 'why'],
  },
  'crosswalk.changed': {
    sentence: 'Rows of a crosswalk were added or replaced.',
    subject: 'crosswalk',
    acts: 'hub',
    detail: ['added', 'replaced', 'why'],
  },

  // People.
  'operator.created': {
    sentence: 'The first operator was made.',
    subject: 'operator',
    acts: 'nobody',
    detail: [],
  },
  'operator.signed-in': {
    sentence: 'An operator signed in.',
    subject: 'operator',
    acts: 'nobody',
    detail: [],
  },
  'operator.signed-out': {
    sentence: 'An operator signed out.',
    subject: 'operator',
    acts: 'nobody',
    detail: [],
  },
} as const satisfies Record<string, EventWords>;

type Catalog = typeof events;
export type EventName = keyof Catalog;

/** What an event of this name may be about. */
export type SubjectOfEvent<Name extends EventName> = OneOf<Catalog[Name]['subject']>;
type OneOf<Kind> = Kind extends readonly (infer One)[] ? One : Kind;

type Field<Name extends EventName> = Catalog[Name]['detail'][number];
type Bare<Written> = Written extends `${infer Name}?` ? Name : never;

/** The detail of an event of this name. */
export type EventDetail<Name extends EventName> = {
  [One in Exclude<Field<Name>, `${string}?`>]: string | number | boolean | null;
} & { [One in Bare<Field<Name>>]?: string | number | boolean | null };
