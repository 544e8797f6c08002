/**
 * Documents that are trees, as the mapping layer sees them: XML and JSON alike.
 *
 * A node is an element, an attribute, or a value of JSON. Its inner nodes are found by name, and every node knows its bytes.
 */
import { invisible } from './csv/index.js';
import type { TreeIssue } from './form-issue.js';
import type { FileText, TextEncoding } from './file-text.js';
import type { IssueCode, TreePlace } from '../vocabulary/index.js';

export interface TreeNode {
  /** As `inner` takes it; '' for what has none. */
  readonly name: string;
  /** The node around this one; lists of JSON are none. */
  readonly parent: TreeNode | undefined;
  /** Its own text, trimmed; '' when it is empty, or only holds other nodes. */
  readonly text: string;
  /**
   * In the order of the file; of a list of JSON, its entries.
   * @param name of XML an element's local name, `{uri}name` where it is in a namespace, or `@name`; of JSON the key
   */
  inner(name: string): readonly TreeNode[];
  /** All inner nodes in the order of the file, attributes first; lists of JSON are passed through. */
  all(): readonly TreeNode[];
  /** The text where there is some, else the start of the node; and its path from the top of the file. */
  place(): TreePlace & { path: string };
}

export interface TreeDocument {
  readonly format: 'xml' | 'json';
  /** Place in the file, from 1. */
  readonly position: { document: number };
  /** The top of the file. */
  readonly root: TreeNode;
  /** The document itself: the root, or one of several below it. */
  readonly node: TreeNode;
}

/** A file that can be read, or why it cannot. */
export type TreeReading = { root: TreeNode; issues: TreeIssue[] } | { root?: never; issues: TreeIssue[] };

/** Thrown inside a reader and caught at its top: where in the text reading had to stop. */
export class TreeFault extends Error {
  constructor(
    readonly code: IssueCode,
    words: string,
    readonly at: { start: number; end: number; value?: string },
  ) {
    super(words);
  }

  /** Its characters as bytes of the file that it was found in. */
  issueIn(file: FileText): TreeIssue {
    const { start, end, value } = this.at;
    return {
      code: this.code,
      severity: 'error',
      words: this.message,
      place: file.place(start, Math.min(end, file.text.length)),
      value: value?.slice(0, 99),
    };
  }
}

/** The first one, as a warning. */
export function invisibleCharacter(file: FileText): TreeIssue[] {
  const found = invisible.exec(file.text);
  if (!found) return [];
  const words =
    'The file holds characters that cannot be seen, the first one here, so that equal-looking values may differ.';
  const place = file.place(found.index, found.index + 1);
  return [{ code: 'INVISIBLE_CHARACTER', severity: 'warning', words, place }];
}

export function undecodable(place: TreePlace, encoding: TextEncoding): TreeIssue {
  const words = `The bytes here are no text in ${encoding}; the file says or is agreed to be in another encoding than it is.`;
  return { code: 'ENCODING', severity: 'error', words, place };
}
