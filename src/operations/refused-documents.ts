/**
 * Documents that partners refused or found faults in: their last word that counts, with the faults that they name.
 */
import { z } from 'zod';
import { saidCodes, saidFaultCode } from '../steps/reconcile/index.js';
import {
  findRefusedDocuments,
  findSaidIssues,
  type RefusedDocument,
  type SaidIssue,
} from '../store/sent/index.js';
import { operation } from './operation.js';

/** Documents told by one answer, at most, and unless another limit is asked for. */
const refusedMax = 1_000;
const refusedDefault = 100;

type NamedFault = Omit<SaidIssue, 'documentId' | 'code'>;

export interface ListedRefused {
  documents: (Omit<RefusedDocument, 'saidAt'> & {
    saidAt: string;
    /** What the partner said of all of it. */
    words: string | null;
    faults: NamedFault[];
  })[];
  /** There are more than are told. */
  more: boolean;
}

export const listRefusedDocuments = operation(
  z.strictObject({
    limit: z.int().min(1).max(refusedMax, `at most ${refusedMax} documents are told at once`).optional(),
  }),
  async ({ sql }, { limit = refusedDefault }): Promise<ListedRefused> => {
    const found = await findRefusedDocuments(sql, limit + 1);
    const told = found.slice(0, limit);
    const ids = told.map(({ id }) => id);
    const said = new Map<string, SaidIssue[]>(ids.map((id) => [id, []]));
    for (const issue of await findSaidIssues(sql, ids, saidCodes)) said.get(issue.documentId)?.push(issue);
    return {
      documents: told.map((document) => withWords(document, said.get(document.id) ?? [])),
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
      ...{ segment, segmentId, element, component, words },
    })),
  };
}
