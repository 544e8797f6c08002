/**
 * The steps, in the order of the way: what each does, and what its ids name.
 *
 * A step has one name in code, SQL, queues, logs and metrics. A new one needs a migration of `work_step_check` as well.
 */
import type { SubjectKind } from './subjects.js';

interface Step {
  /** What it does, in the present tense. */
  summary: string;
  /** The subject of its work; `receive` has no work, so it is what is polled. */
  subject: SubjectKind;
  /** The event `<step>.dead-lettered`, in the past tense: its work was given up. `receive` has no work. */
  givenUp?: string;
}

export const steps = {
  receive: {
    summary:
      'Claims complete files in the inbox of a connection, stores their bytes and finishes them there.',
    subject: 'connection',
  },
  translate: {
    summary: 'Reads a received file and saves what is in it: interchanges, records and issues.',
    subject: 'file',
    givenUp: 'The hub gave up reading a file, which is quarantined.',
  },
  acknowledge: {
    summary: 'Writes the acknowledgment for a received interchange.',
    subject: 'acknowledgment',
    givenUp: 'The hub gave up writing an acknowledgment.',
  },
  deliver: {
    summary: 'Delivers a record to an ERP system.',
    subject: 'delivery',
    givenUp: 'The hub gave up a delivery, or the ERP system refused it.',
  },
  compose: {
    summary: 'Writes a record as a document for its recipient.',
    subject: 'outbound-document',
    givenUp: 'The hub gave up writing a document for a partner.',
  },
  send: {
    summary: 'Sends an outbound file to the partner.',
    subject: 'file',
    givenUp: 'The hub gave up sending a file, and what it carries.',
  },
  release: {
    summary: 'Translates a file again in which something waits, and releases what it can.',
    subject: 'file',
    givenUp: 'The hub gave up translating a file again; what waits in it still waits.',
  },
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof steps;

export const stepNames = Object.keys(steps) as readonly StepName[];

/** A step that has work. `receive` has none: its connection says when it is due. */
export type WorkStep = Exclude<StepName, 'receive'>;

export const workSteps = stepNames.filter((step): step is WorkStep => step !== 'receive');
