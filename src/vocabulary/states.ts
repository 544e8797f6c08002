/**
 * The states that are stored, a catalog for each thing that has a state: what it means, who acts next, whether it is final.
 *
 * The words are in the database and are never renamed. Above each catalog are the ways from state to state.
 */
import type { WhoActs } from './who-acts.js';

interface State {
  /** Of the thing, in the present tense. */
  sentence: string;
  waits: WhoActs;
  /** Nobody has anything left to do. */
  ended: boolean;
}

type Catalog = Record<string, State>;

/*
 *   received --translate--> translated, partly-translated, rejected, duplicate
 *      |
 *      +--translate, or translate gives up--> held, quarantined --release--> any of these six
 *
 *   duplicate: from the start, where the same bytes came before
 */
export const receivedFileStates = {
  received: { sentence: 'Is stored, and has not been read.', waits: 'hub', ended: false },
  translated: { sentence: 'Everything in it was accepted.', waits: 'nobody', ended: true },
  'partly-translated': {
    sentence: 'Some of it was accepted, and some rejected.',
    waits: 'partner',
    ended: true,
  },
  rejected: { sentence: 'All of it was rejected.', waits: 'partner', ended: true },
  duplicate: { sentence: 'Came before, and was not processed again.', waits: 'nobody', ended: true },
  held: { sentence: 'Something in it waits for the hospital.', waits: 'hospital', ended: false },
  quarantined: {
    sentence: 'Cannot be read, or its sender is unknown.',
    waits: 'operator',
    ended: false,
  },
} as const satisfies Catalog;
export type ReceivedFileState = keyof typeof receivedFileStates;

/*
 *   waiting --send--> sent --the same file came again, and is acknowledged again--> sent
 *
 *   A file that send gives up stays as it is: its work and what it carries are dead-lettered.
 */
const sentFileStates = {
  waiting: { sentence: 'Waits to be sent.', waits: 'hub', ended: false },
  sent: { sentence: 'The partner has it.', waits: 'nobody', ended: true },
} as const satisfies Catalog;

export const fileStates = { ...receivedFileStates, ...sentFileStates };
export type FileState = keyof typeof fileStates;

/*
 *   read --> accepted, rejected, held, duplicate
 *   read --> quarantined --release, once its sender is known: removed and read again--> any of these
 */
export const interchangeStates = {
  accepted: {
    sentence: 'Can be read; each of its sets has a verdict of its own.',
    waits: 'nobody',
    ended: true,
  },
  rejected: { sentence: 'Was rejected as a whole.', waits: 'partner', ended: true },
  held: {
    sentence:
      'Nothing is made of it: its sender is not the partner whose connection brought it, or its control number was used before.',
    waits: 'operator',
    ended: false,
  },
  duplicate: {
    sentence: 'Was received before, and was not processed again.',
    waits: 'nobody',
    ended: true,
  },
  quarantined: { sentence: 'Its sender is unknown.', waits: 'operator', ended: false },
} as const satisfies Catalog;
export type InterchangeState = keyof typeof interchangeStates;

/*
 *   translated --> accepted, rejected
 *   translated --> held --release--> held, and superseded by the next revision, which is accepted
 *
 *   A revision never changes its state.
 */
export const recordStates = {
  accepted: { sentence: 'Continues to ERP systems or to a partner.', waits: 'nobody', ended: true },
  held: { sentence: 'Waits for the hospital.', waits: 'hospital', ended: false },
  rejected: { sentence: 'Its mapping rejected it.', waits: 'partner', ended: true },
} as const satisfies Catalog;
export type RecordState = keyof typeof recordStates;

/*
 *   waiting --deliver--> delivered
 *      |
 *      +--deliver gives up--> dead-lettered; refused, where the ERP said no
 *
 *   held --release: the next revision takes its place--> cancelled
 */
export const deliveryStates = {
  waiting: { sentence: 'Is on its way to the ERP system.', waits: 'hub', ended: false },
  delivered: { sentence: 'The ERP system has the record.', waits: 'nobody', ended: true },
  refused: {
    sentence: 'The ERP system said no, and would say no again.',
    waits: 'operator',
    ended: false,
  },
  held: { sentence: 'Its record is held.', waits: 'hospital', ended: false },
  undetermined: { sentence: 'Not used; it exists only in the schema.', waits: 'operator', ended: false },
  'dead-lettered': { sentence: 'Was given up.', waits: 'operator', ended: false },
  cancelled: { sentence: 'A newer revision of the record is delivered.', waits: 'nobody', ended: true },
} as const satisfies Catalog;
export type DeliveryState = keyof typeof deliveryStates;

/*
 *            acknowledge           send
 *   waiting -------------> written ------> sent --the same file came again: send--> sent
 *      |                      |             |
 *      | acknowledge gives up | send gives up
 *      |                      v             |
 *      +---------------> dead-lettered <----+
 */
export const acknowledgmentStates = {
  waiting: { sentence: 'Is owed, and not written.', waits: 'hub', ended: false },
  written: { sentence: 'Has its control numbers and is in a file to be sent.', waits: 'hub', ended: false },
  sent: { sentence: 'The partner has it.', waits: 'nobody', ended: true },
  'dead-lettered': { sentence: 'Was given up.', waits: 'operator', ended: false },
} as const satisfies Catalog;
export type AcknowledgmentState = keyof typeof acknowledgmentStates;

/*
 *   +------------------+  compose             send
 *   | waiting <-> held | ---------> written --------> sent
 *   +------------------+               |
 *     |         |                      |
 *     |         | compose gives up     | send gives up
 *     |         v                      |
 *     |   dead-lettered <--------------+
 *     |         |
 *     v         v  an operator
 *      cancelled
 */
export const outboundDocumentStates = {
  waiting: {
    sentence: 'Is due to be written, or waits for an earlier one about its order or for its batch.',
    waits: 'hub',
    ended: false,
  },
  held: {
    sentence: 'Cannot be written as it is, and waits for the hospital.',
    waits: 'hospital',
    ended: false,
  },
  written: { sentence: 'Has its control numbers and is in a file to be sent.', waits: 'hub', ended: false },
  sent: { sentence: 'The partner has it.', waits: 'nobody', ended: true },
  'dead-lettered': { sentence: 'Was given up.', waits: 'operator', ended: false },
  cancelled: { sentence: 'Somebody decided that it must not go out.', waits: 'nobody', ended: true },
} as const satisfies Catalog;
export type OutboundDocumentState = keyof typeof outboundDocumentStates;

/*
 *   open --it comes in time--> met
 *    | |
 *    | +--it comes too late, before anybody looked--> met-late
 *    |                                                   ^
 *    +--its time is over--> overdue --it comes-----------+
 *
 *   open, overdue --the document is refused or cancelled--> cancelled
 *   overdue --an operator settles it--> cancelled
 *   cancelled --the partner takes its refusal back--> open
 */
export const expectationStates = {
  open: {
    sentence: 'Is expected; the clock runs once the document is sent.',
    waits: 'partner',
    ended: false,
  },
  overdue: { sentence: 'Was due, and has not come.', waits: 'operator', ended: false },
  met: { sentence: 'Came in time.', waits: 'nobody', ended: true },
  'met-late': { sentence: 'Came too late.', waits: 'nobody', ended: true },
  cancelled: { sentence: 'Is no longer expected.', waits: 'nobody', ended: true },
} as const satisfies Catalog;
export type ExpectationState = keyof typeof expectationStates;

/*
 *               a hub leases it
 *   waiting ----------------------> leased --the step saves--> done
 *      ^                            |  |  |
 *      +---later, or given back-----+  |  +--given up--> dead-lettered
 *                                      +--its lease has ended: the next hub--> leased, with the next epoch
 *
 *   waiting --written in the batch of another, or its document is cancelled--> done
 *   dead-lettered --its document is cancelled--> done
 *   done --the same file came again (send); release is asked for (release)--> waiting
 *   dead-lettered --release is asked for (release)--> waiting
 */
export const workStates = {
  waiting: { sentence: 'Is due now, or at its time.', waits: 'hub', ended: false },
  leased: { sentence: 'A hub is doing it.', waits: 'hub', ended: false },
  done: { sentence: 'Was done, or is no longer needed.', waits: 'nobody', ended: true },
  undetermined: { sentence: 'Not used; it exists only in the schema.', waits: 'operator', ended: false },
  'dead-lettered': { sentence: 'Was given up.', waits: 'operator', ended: false },
} as const satisfies Catalog;
export type WorkState = keyof typeof workStates;

/*
 *   open <--> failing <--> suspended <--> open: each poll says which
 */
export const connectionStates = {
  open: { sentence: 'The last poll went well, or there was none.', waits: 'hub', ended: false },
  failing: {
    sentence: 'The last poll failed; the pauses before the next ones grow.',
    waits: 'hub',
    ended: false,
  },
  suspended: {
    sentence: 'The other side refused our sign-in, or shows another host key; polls continue, less often.',
    waits: 'operator',
    ended: false,
  },
} as const satisfies Catalog;
export type ConnectionState = keyof typeof connectionStates;

/*
 *   planned --goes live--> live --another one goes live--> retired
 *      ^                    ^                               |  |
 *      |                    +-------goes live again---------+  |
 *      +---------------------------is planned again------------+
 */
export const versionStates = {
  planned: { sentence: 'Is kept, and may go live.', waits: 'operator', ended: false },
  live: { sentence: 'The hub works with it.', waits: 'nobody', ended: false },
  retired: { sentence: 'Was live, and may be again.', waits: 'nobody', ended: true },
} as const satisfies Catalog;
export type VersionState = keyof typeof versionStates;

/*
 *   runs --it becomes the live version--> live
 *   runs --an operator, or a version that takes changes at once goes live--> stopped
 */
export const shadowEnds = {
  live: { sentence: 'Became the live version.', waits: 'nobody', ended: true },
  stopped: { sentence: 'Was ended without going live.', waits: 'nobody', ended: true },
} as const satisfies Catalog;
export type ShadowEnd = keyof typeof shadowEnds;
