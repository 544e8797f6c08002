/**
 * Documents for partners that are not sent, and why.
 */
import { z } from 'zod';
import { findOpenDocuments, type OpenDocument } from '../store/sent/index.js';
import { operation } from './operation.js';

/** Documents told by one answer. */
const documentsMax = 1_000;

export interface ListedDocuments {
  documents: (Omit<OpenDocument, 'createdAt'> & { createdAt: string })[];
  /** There are more than are told. */
  more: boolean;
}

export const listOpenDocuments = operation(z.strictObject({}), async ({ sql }): Promise<ListedDocuments> => {
  const found = await findOpenDocuments(sql, documentsMax + 1);
  const documents = found
    .slice(0, documentsMax)
    .map((document) => ({ ...document, createdAt: document.createdAt.toISOString() }));
  return { documents, more: found.length > documentsMax };
});
