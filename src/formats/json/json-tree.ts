/**
 * Values as they stand in a JSON file. A number is the text that stands there: it never becomes a number of JavaScript,
 * which would change 18 digits and 0.10.
 */
import type { FileText, Place } from '../file-text.js';
import type { TreeNode } from '../tree-document.js';

const none: readonly never[] = [];

/** Where a value hangs. */
export interface JsonStem {
  /** Its key, or that of its list. */
  name: string;
  /** In lists such as `[2]`, counted from 1; '' outside. */
  position: string;
  /** The object around it: lists are not counted. */
  parent: JsonValue | undefined;
}

export class JsonValue implements TreeNode {
  /** A string trimmed; a number, true or false as written; '' for null, objects and lists. */
  text = '';
  end: number;
  /** Of an object. */
  members: Map<string, JsonValue> | undefined;
  /** Of a list. */
  entries: JsonValue[] | undefined;

  constructor(
    readonly file: FileText,
    readonly stem: JsonStem,
    readonly start: number,
  ) {
    this.end = start + 1;
  }

  get name(): string {
    return this.stem.name;
  }

  get parent(): JsonValue | undefined {
    return this.stem.parent;
  }

  inner(name: string): readonly TreeNode[] {
    const member = this.members?.get(name);
    if (!member) return none;
    return member.entries ? flat(member.entries) : [member];
  }

  all(): readonly TreeNode[] {
    if (this.entries) return flat(this.entries);
    const members = this.members ? [...this.members.values()] : none;
    return members.flatMap((member) => (member.entries ? flat(member.entries) : [member]));
  }

  place(): Place & { path: string } {
    const { offset, length, line } = this.file.place(this.start, this.end);
    return { offset, length, line, path: this.path };
  }

  get path(): string {
    const { name, position, parent } = this.stem;
    const above = parent === undefined ? '' : parent.path;
    return `${above}${above === '' || name === '' ? '' : '.'}${name}${position}`;
  }
}

/** Lists in lists are one list. */
export function flat(entries: readonly JsonValue[]): readonly JsonValue[] {
  if (!entries.some((entry) => entry.entries)) return entries;
  return entries.flatMap((entry) => (entry.entries ? flat(entry.entries) : [entry]));
}
