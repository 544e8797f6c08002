/**
 * The forms of an impact as operations return it: figures, and the first documents that differ.
 */
import { z } from 'zod';
import { issueCodes, type IssueCode } from '../../vocabulary/index.js';

const count = z.int().min(0);
const recordState = z.enum(['accepted', 'held', 'rejected']);
const issueCode = z.enum(Object.keys(issueCodes) as IssueCode[]);
const sideOfDocument = z.strictObject({ state: recordState, codes: z.array(issueCode).readonly() });

/** A document that would have become something else; its values are document content. */
export const changedDocument = z.strictObject({
  file: z.string(),
  partner: z.string(),
  agreement: z.string(),
  kind: z.string(),
  businessKey: z.string(),
  /** Absent: no record. */
  before: sideOfDocument.optional(),
  after: sideOfDocument.optional(),
  fields: z.array(
    z.strictObject({
      /** Such as `lines.0.quantity.value`. */
      path: z.string(),
      before: z.string().optional(),
      after: z.string().optional(),
    }),
  ),
  /** Fields that differ beside those that are shown. */
  moreFields: count,
});

const figures = {
  files: count,
  documents: count,
  unchanged: count,
  changed: count,
  newlyHeld: count,
  noLongerHeld: count,
  newlyRejected: count,
  noLongerRejected: count,
  /** Documents that would have a record, and that would no longer have one. */
  appeared: count,
  gone: count,
  /** Interchanges for which the partner would have got another verdict. */
  verdictsChanged: count,
  /** By currency, as decimals. */
  money: z.record(
    z.string(),
    z.strictObject({ before: z.string(), after: z.string(), newlyHeld: z.string() }),
  ),
  /** Documents in which a field differs, by its path without places in lists. */
  fields: z.record(z.string(), count),
};
const capped = z.strictObject({ documentsMax: count, since: z.string() }).optional();

const outcome = z.strictObject({
  state: z.enum(['ready', 'held']),
  partner: z.string().nullable(),
  agreement: z.string().nullable(),
  connection: z.string().nullable(),
  codes: z.array(issueCode),
});

const outboundImpact = z.strictObject({
  documents: count,
  unchanged: count,
  changed: count,
  newlyHeld: count,
  noLongerHeld: count,
  /** To another partner, by another agreement or over another connection. */
  elsewhere: count,
  /** Documents in which a place differs, such as PO103. */
  places: z.record(z.string(), count),
  shown: z.array(
    z.strictObject({
      from: z.string(),
      kind: z.string(),
      businessKey: z.string(),
      before: outcome,
      after: outcome,
      places: z.array(
        z.strictObject({
          place: z.string(),
          number: count.optional(),
          before: z.string().optional(),
          after: z.string().optional(),
        }),
      ),
      morePlaces: count,
    }),
  ),
  capped,
});

export const impactOutput = z.strictObject({
  ...figures,
  days: count,
  partners: z.array(z.string()),
  shown: z.array(changedDocument),
  capped,
  outbound: outboundImpact,
});

export const shadowFigures = z.strictObject({
  ...figures,
  /** Files that are too large to be compared. */
  tooLarge: count,
  /** Files that could not be compared, by code. */
  faults: z.record(z.string(), count),
});
