/**
 * Files that are no X12, whatever their format: how one is written, and its documents.
 */
import { setImmediate } from 'node:timers/promises';
import { readCsv, type CsvOptions } from './csv/index.js';
import type { Document } from './document.js';
import type { FormIssue } from './form-issue.js';
import { readFixed, type FixedOptions } from './fixed/index.js';
import { readJson, type JsonOptions, flat, JsonValue } from './json/index.js';
import type { TreeDocument, TreeNode, TreeReading } from './tree-document.js';
import { readXml, type XmlOptions } from './xml/index.js';

/** How files of a partner are written: the options of a mapping, with names as `TreeNode.inner` takes them. */
export type FileForm =
  { format: 'csv'; options: CsvOptions } | { format: 'fixed'; options: FixedOptions } | TreeForm;

/** `document` is where the documents stand below the top of the file, which is the document itself when it is empty. */
export type TreeForm = { document: readonly string[] } & (
  | { format: 'xml'; options: XmlOptions; /** Name of the outermost element. */ root: string }
  | { format: 'json'; options: JsonOptions }
);

export interface FileReading {
  documents: readonly Document[];
  issues: readonly FormIssue[];
}

/** @param bytes the whole file. Never throws for what is in it. */
export function readFile(bytes: Uint8Array, form: FileForm): FileReading {
  if (form.format === 'csv') return readCsv(bytes, form.options);
  if (form.format === 'fixed') return readFixed(bytes, form.options);
  return takeDocuments(readTree(bytes, form), form);
}

/** The file, before it is asked which documents are in it: several mappings may look for different ones. */
export function readTree(bytes: Uint8Array, form: TreeForm): TreeReading {
  const turns = turnsOf(bytes, form);
  for (;;) {
    const turn = turns.next();
    if (turn.done === true) return turn.value;
  }
}

/** As `readTree`, with turns for others in between: a file may have megabytes. */
export async function readTreeInTurns(bytes: Uint8Array, form: TreeForm): Promise<TreeReading> {
  const turns = turnsOf(bytes, form);
  for (;;) {
    const turn = turns.next();
    if (turn.done === true) return turn.value;
    await setImmediate();
  }
}

function turnsOf(bytes: Uint8Array, form: TreeForm): Generator<undefined, TreeReading> {
  return form.format === 'xml' ? readXml(bytes, form.options) : readJson(bytes, form.options);
}

/** The documents of a mapping in a file; none, with DOCUMENT_UNKNOWN, where the file is of another kind. */
export function takeDocuments(reading: TreeReading, form: TreeForm): FileReading {
  const { root, issues } = reading;
  if (!root) return { documents: [], issues };
  const isOther = form.format === 'xml' && root.name !== form.root;
  const documents = isOther ? [] : documentsOf(root, form);
  if (documents.length > 0) return { documents, issues };
  const words = 'The file can be read, but it holds no document of the kind that the mapping takes.';
  const value = root.name.slice(0, 99);
  return { documents, issues: [...issues, { code: 'DOCUMENT_UNKNOWN', severity: 'error', words, value }] };
}

function documentsOf(root: TreeNode, { format, document: path }: TreeForm): TreeDocument[] {
  let nodes: readonly TreeNode[] = root instanceof JsonValue && root.entries ? flat(root.entries) : [root];
  for (const name of path) nodes = nodes.flatMap((node) => node.inner(name));
  return nodes.map((node, index) => ({ format, position: { document: index + 1 }, root, node }));
}
