/**
 * Documents that partners refused or found faults in: their last word that counts, with the faults that they name.
 */
import { z } from 'zod';
import { saidCodes, saidFaultCode } from '../../steps/reconcile/index.js';
import {
  findRefusedDocuments,
  findSaidIssues,
  type RefusedDocument,
  type SaidIssue,
} from '../../store/sent/index.js';
import { operation } from '../operation.js';

/** Documents in one reply, at most, and without a limit in the request. */
const refusedMax = 1_000;
const refusedDefault = 100;

const limitWords = `a reply lists at most ${refusedMax} documents`;

const fault = z.strictObject({
  segment: z.int().nullable(),
  segmentId: z.string().nullable(),
  element: z.int().nullable(),
  component: z.int().nullable(),
  words: z.string(),
});

const refusedDocument = z.strictObject({
  id: z.string(),
  /** Of the record, such as purchase-order@1. */
  kind: z.string(),
  businessKey: z.string(),
  partner: z.string(),
  /** Such as x12/850/004010. */
  document: z.string().nullable(),
  verdict: z.enum(['rejected', 'partially-accepted', 'accepted-with-errors']),
  saidAt: z.iso.datetime(),
  interchangeControlNumber: z.string().nullable(), // ISA13
  groupControlNumber: z.string().nullable(), // GS06
  setControlNumber: z.string().nullable(), // ST02
  /** Name of the file at the partner. */
  fileName: z.string().nullable(),
  /** What the partner said of the whole document. */
  words: z.string().nullable(),
  faults: z.array(fault),
});

const output = z.strictObject({
  documents: z.array(refusedDocument),
  /** Partners refused more documents than this reply lists. */
  more: z.boolean(),
});

export type ListedRefused = z.infer<typeof output>;

export const listRefusedDocuments = operation(
  {
    summary: 'Lists the documents that partners refused or found faults in, with the faults.',
    role: 'viewer',
    owner: 'operations',
    http: { method: 'GET', path: '/outbound-documents/refused' },
    acts: false,
    content: true,
    input: z.strictObject({ limit: z.int().min(1).max(refusedMax, limitWords).optional() }),
    output,
  },
  async ({ sql }, { limit = refusedDefault }) => {
    const found = await findRefusedDocuments(sql, limit + 1);
    const listed = found.slice(0, limit);
    const ids = listed.map(({ id }) => id);
    const said = new Map<string, SaidIssue[]>(ids.map((id) => [id, []]));
    for (const issue of await findSaidIssues(sql, ids, saidCodes)) said.get(issue.documentId)?.push(issue);
    return {
      documents: listed.map((document) => withWords(document, said.get(document.id) ?? [])),
      more: found.length > limit,
    };
  },
);

function withWords(
  document: RefusedDocument,
  said: readonly SaidIssue[],
): ListedRefused['documents'][number] {
  const faults = said.filter(({ code }) => code === saidFaultCode);
  return {
    ...document,
    saidAt: document.saidAt.toISOString(),
    words: said.find(({ code }) => code !== saidFaultCode)?.words ?? null,
    faults: faults.map(({ segment, segmentId, element, component, words }) => ({
      segment,
      segmentId,
      element,
      component,
      words,
    })),
  };
}
