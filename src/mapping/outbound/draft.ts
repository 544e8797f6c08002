/**
 * A document while it is composed: what has been written so far, and where we stand in the record.
 */
import type { XmlNode } from '../../formats/index.js';
import type { SetOutline } from '../../x12/index.js';
import type { YamlPath } from '../../yaml/index.js';
import type { Compilation } from '../file/index.js';
import { recordSelectors, type Standpoint } from '../selectors/index.js';
import type { Place } from '../values/index.js';
import type { ComposeContext, OutboundTarget } from './outbound-mapping.js';
import type { TargetForm } from './write-forms.js';

/** A value that is written, and the path into the record that it came from. */
export interface Written {
  text: string;
  path: string | undefined;
}

/** What a value is written to. */
export interface ValueTarget {
  /** In issues and problems: "PO102". */
  label: string;
  path: YamlPath;
  form: TargetForm;
}

/** Before it is brought into its form; '' when the record has nothing, undefined when an issue says why. */
export interface Taken {
  text: string;
  /** Path into the record. */
  path: string;
  /** In the partner's form already. */
  isTheirs: boolean;
}

/** A plain value, or its components. */
export type Value = Written | readonly (Written | undefined)[];

/** An element: a value, or its repetitions. */
export type Cell = Value | { repeats: readonly (Value | undefined)[] } | undefined;

/** A segment or a row; cells count from 0, so the first of a BEG is BEG01. */
export interface Row {
  id: string;
  cells: Cell[];
}

export interface Draft {
  readonly context: ComposeContext;
  /** Segments, or rows of CSV. */
  readonly rows: Row[];
  /** Elements of XML, inside the one that is open. */
  readonly nodes: XmlNode[];
}

export interface ComposePlace extends Place {
  readonly draft: Draft;
}

/** Writes one block where we stand. @returns whether anything was written */
export type Write = (place: ComposePlace) => boolean;

/** A compilation at one standpoint in the record. */
export interface OutboundCompilation extends Compilation {
  readonly at: Standpoint;
  /** What is written; undefined where that cannot be read. */
  readonly to: OutboundTarget | undefined;
  /** The guide of an X12 set; its values say what elements hold. */
  readonly outline: SetOutline | undefined;
  /** Elements and columns that are written from sensitive fields. */
  readonly masked: Set<string>;
  /** Where each segment stands in the file, in the order in which they are written; for the check against the guide. */
  readonly order: { id: string; path: YamlPath }[];
}

/** The same compilation inside an `each:` of a list. */
export function insideList(compilation: OutboundCompilation, list: string): OutboundCompilation {
  const at = { ...compilation.at, lists: [...compilation.at.lists, list] };
  return { ...compilation, at, selectors: recordSelectors(at) };
}
