/**
 * The documents of a file that a mapping takes, without asking whose they are.
 */
import { type FormIssue, readFile, type Document } from '../../formats/index.js';
import type { Mapping } from '../../mapping/index.js';
import { type X12Document, openX12Reader } from '../../x12/index.js';
import type { PlaceParts } from '../../vocabulary/index.js';

export interface MappingDocuments {
  documents: readonly Document[];
  /** Why there are none, or not all: sentences with their place. */
  faults: string[];
}

/** @param bytes the whole file; of X12 the sets that the mapping is for, sound or not, are its documents */
export function mappingDocuments(from: Mapping['from'], bytes: Uint8Array): MappingDocuments {
  if (from.format !== 'x12') {
    const { documents, issues } = readFile(bytes, from);
    return { documents, faults: issues.map(faultWords) };
  }
  const all = x12Documents(bytes);
  const documents = all.filter(({ set }) => set === from.set);
  if (documents.length > 0) return { documents, faults: [] };
  const there = [...new Set(all.map(({ set, version }) => `${set} of version ${version}`))].join(', ');
  const fault =
    there === '' ? 'There is no transaction set in it.' : `It holds ${there}, and no ${from.set}.`;
  return { documents, faults: [fault] };
}

/** All sets of a file, in its order. */
export function x12Documents(bytes: Uint8Array): X12Document[] {
  const documents: X12Document[] = [];
  const reader = openX12Reader({ wants: () => true, onSet: (document) => documents.push(document) });
  reader.write(bytes);
  reader.end();
  return documents;
}

function faultWords({ code, words, place: at }: FormIssue): string {
  const { row, column, line }: PlaceParts = at ?? {};
  const place = [
    row === undefined ? '' : ` row ${row}`,
    column === undefined ? '' : ` column ${column}`,
    row === undefined && line !== undefined ? ` line ${line}` : '',
  ].join('');
  return `${code}${place}: ${words}`;
}
