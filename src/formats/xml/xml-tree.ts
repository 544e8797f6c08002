/**
 * Elements and attributes as they stand in an XML file.
 *
 * What only some need is made when it is asked for first: the index of inner nodes, paths, places.
 */
import type { FileText, Place } from '../file-text.js';
import type { TreeNode } from '../tree-document.js';

/** The characters from `start` up to `end`. */
export interface Span {
  start: number;
  end: number;
}

const none: readonly never[] = [];
/** Fewer inner nodes are found without an index. */
const indexedFrom = 8;

export class XmlElement implements TreeNode {
  /** The element's own text as written, references resolved; what inner elements hold is theirs. */
  written = '';
  /** Where the text stands, blanks around it left out; -1 without text. */
  textStart = -1;
  textEnd = -1;
  attributes: readonly XmlAttribute[] = none;
  #elements: XmlElement[] | undefined;
  #index: Map<string, XmlElement[]> | undefined;
  /** Among those of its name, from 1; known once there is an index around it. */
  #ordinal = 1;
  #path: string | undefined;

  /**
   * @param name local name, or `{uri}name`
   * @param tag the start tag
   */
  constructor(
    readonly file: FileText,
    readonly name: string,
    readonly parent: XmlElement | undefined,
    readonly tag: Span,
  ) {}

  add(element: XmlElement): void {
    if (this.#elements) this.#elements.push(element);
    else this.#elements = [element];
  }

  addText(piece: string, start: number, end: number): void {
    this.written += piece;
    if (this.textStart < 0) this.textStart = start;
    this.textEnd = end;
  }

  get text(): string {
    return this.written.trim();
  }

  inner(name: string): readonly TreeNode[] {
    if (name.startsWith('@')) return this.attributes.filter((attribute) => attribute.name === name);
    const elements = this.#elements ?? none;
    if (elements.length < indexedFrom) return elements.filter((element) => element.name === name);
    return this.#indexed().get(name) ?? none;
  }

  all(): readonly TreeNode[] {
    return [...this.attributes, ...(this.#elements ?? none)];
  }

  place(): Place & { path: string } {
    const hasText = this.textStart >= 0;
    const { offset, length, line } = this.file.place(
      hasText ? this.textStart : this.tag.start,
      hasText ? this.textEnd : this.tag.end,
    );
    // Written out and not spread: this runs for every value of every record.
    return { offset, length, line, path: this.path };
  }

  get path(): string {
    this.#path ??= this.#pathBelow(this.parent);
    return this.#path;
  }

  #pathBelow(parent: XmlElement | undefined): string {
    const name = localName(this.name);
    if (!parent) return `/${name}`;
    const isOnly = parent.#indexed().get(this.name)?.length === 1;
    return `${parent.path}/${name}${isOnly ? '' : `[${this.#ordinal}]`}`;
  }

  #indexed(): Map<string, XmlElement[]> {
    if (this.#index) return this.#index;
    this.#index = new Map();
    for (const element of this.#elements ?? none) {
      const same = this.#index.get(element.name) ?? [];
      same.push(element);
      element.#ordinal = same.length;
      this.#index.set(element.name, same);
    }
    return this.#index;
  }
}

export class XmlAttribute implements TreeNode {
  /** @param name with @ before it: `@name`, or `@{uri}name` */
  constructor(
    readonly name: string,
    readonly parent: XmlElement,
    readonly written: string,
    readonly span: Span,
  ) {}

  get text(): string {
    return this.written.trim();
  }

  inner(): readonly TreeNode[] {
    return none;
  }

  all(): readonly TreeNode[] {
    return none;
  }

  place(): Place & { path: string } {
    const { start, end } = this.span;
    const { offset, length, line } = this.parent.file.place(start, end);
    return { offset, length, line, path: `${this.parent.path}/@${localName(this.name.slice(1))}` };
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf('}') + 1);
}
