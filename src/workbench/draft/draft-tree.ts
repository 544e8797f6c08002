/**
 * A draft of a mapping from an XML or JSON sample: its documents, its lines, and the fields that names and values speak of.
 *
 * A guess; remarks hold names and the codes that tell elements apart, and no other value of the sample.
 */
import type { RecordKind } from '../../canonical/index.js';
import { jsonOptions, readTree, type TreeNode, xmlOptions } from '../../formats/index.js';
import { type Draft, type DraftField, usualUnits } from './draft-mapping.js';
import { constants, fieldFrom, joined } from './draft-values.js';
import {
  fitsForm,
  kindFromWords,
  lineGuesses,
  lineWords,
  partyGuesses,
  topGuesses,
  type TreeGuess,
} from './tree-guesses.js';
import { shapeOf, type TreeShape, type WriteName } from './tree-shape.js';
import { type XmlNames, xmlNames } from './xml-prefixes.js';

export interface DraftTree {
  map: string;
  title: string;
  /** Guessed where it is not said. */
  to: RecordKind | undefined;
  /** Whether mappings/ has the usual crosswalk of units. */
  hasUnits: boolean;
}

/** Names told in remarks. */
const namesMax = 150;

/** A value that a selector leads to from the document, or from a line. */
interface Leaf {
  selector: string;
  /** Of each level: "price/price amount". */
  words: string;
  levels: number;
  values: readonly string[];
}

interface Sample {
  format: 'xml' | 'json';
  root: TreeShape;
  from: Record<string, unknown>;
}

/** @returns a sentence that says why there is none */
export function draftTree(bytes: Buffer, format: 'xml' | 'json', wanted: DraftTree): Draft | string {
  const sample = format === 'xml' ? xmlSample(bytes) : jsonSample(bytes);
  if (typeof sample === 'string') return sample;
  const way = wayToLines(sample.root);
  const around = (way ?? [sample.root]).map(({ words }) => words).join(' / ');
  const all = leavesOf(sample, sample.root, undefined).map(({ words }) => words);
  const to = wanted.to ?? kindFromWords(around, all.join(' / '));
  if (to === undefined)
    return 'No name in it tells what it is: say it with --to invoice@1, or another kind of record.';
  return draftOf(sample, { ...wanted, to }, way);
}

function draftOf(
  sample: Sample,
  wanted: DraftTree & { to: RecordKind },
  way: readonly TreeShape[] | undefined,
): Draft {
  const { to, map, title, hasUnits } = wanted;
  const line = way?.at(-1);
  const above = way === undefined ? [sample.root] : way.slice(0, -1);
  const at = documentAt(sample, above, line, to);
  const document = above[at] ?? sample.root;
  const separator = sample.format === 'xml' ? '/' : '.';
  const steps = (some: readonly TreeShape[]): string => some.map(({ step }) => step).join(separator);
  const from = { ...sample.from, ...(at > 0 ? { document: steps(above.slice(1, at + 1)) } : {}) };
  const used = new Set<string>();
  const inLine = line === undefined ? [] : leavesOf(sample, line, undefined);
  const onTop = leavesOf(sample, document, line);
  const lines = joined(guessed(inLine, lineGuesses, { to, used }), hasUnits);
  const lineNames = new Set(used);
  used.clear();
  const top = guessed(onTop, [...topGuesses, ...partyGuesses], { to, used });
  const each = line === undefined || way === undefined ? 'here' : steps(way.slice(at + 1)) || 'here';
  const fields: DraftField[] = [
    ...constants(to),
    ...top,
    { name: 'lines', list: { each, fields: lines }, remark: listRemark(line) },
  ].map(withoutEmptyRemark);
  return {
    map,
    title,
    from,
    to,
    fields,
    ...(hasUnits ? { crosswalks: usualUnits } : {}),
    remarks: [
      ...leftRemarks(
        'at the top',
        onTop.filter(({ selector }) => !used.has(selector)),
      ),
      ...leftRemarks(
        `in each ${each}`,
        inLine.filter(({ selector }) => !lineNames.has(selector)),
      ),
      ...(at === 0 && sample.format === 'xml'
        ? ['TODO the file is one document here: may one hold several? document: says where they stand.']
        : []),
      'TODO compare every field with the guide of the partner.',
    ],
  };
}

function listRemark(line: TreeShape | undefined): string {
  if (line === undefined) return 'TODO no list of lines was found: which element stands once for each line?';
  return line.isList ? '' : 'TODO it stands once in this sample: is it what stands once for each line?';
}

function withoutEmptyRemark(field: DraftField): DraftField {
  const { remark, ...rest } = field;
  return remark === undefined || remark === '' ? rest : field;
}

function leftRemarks(where: string, leaves: readonly Leaf[]): string[] {
  if (leaves.length === 0) return [];
  const more = leaves.length > namesMax ? [`  and ${leaves.length - namesMax} more`] : [];
  return [
    `TODO no field is guessed for what else stands ${where}. Take what you need under fields:, delete the rest.`,
    ...leaves.slice(0, namesMax).map(({ selector }) => `  ${selector}`),
    ...more,
  ];
}

/** Shapes from the root down to what is the lines of the documents; undefined when nothing looks like them. */
function wayToLines(root: TreeShape): TreeShape[] | undefined {
  let best: { way: TreeShape[]; score: number } | undefined;
  const pending: TreeShape[][] = [[root]];
  for (let way = pending.pop(); way !== undefined; way = pending.pop()) {
    const shape = way.at(-1) ?? root;
    const score = shape.isList || lineWords.test(shape.words) ? lineScore(shape) : 0;
    const isBetter = score > (best?.score ?? 1) || (score === best?.score && way.length > best.way.length);
    if (isBetter) best = { way, score };
    pending.push(...shape.inner.filter(({ inner }) => inner.length > 0).map((inner) => [...way, inner]));
  }
  return best?.way;
}

/** How much of what a line has can be recognised in it: its item, quantity, unit and price; a list counts more. */
function lineScore(shape: TreeShape): number {
  const leaves = leavesOf({ format: 'json' }, shape, undefined).filter(({ levels }) => levels <= 4);
  const found = new Set(
    lineGuesses
      .filter(({ field }) => field !== 'number' && field !== 'amount' && field !== 'item.description')
      .filter((guess) => leaves.some((leaf) => fits(leaf, guess)))
      .map(({ field }) => (field.endsWith(' item') || field === 'gtin' ? 'item' : field)),
  );
  return found.size < 2 && !(shape.isList && found.size > 0) ? 0 : found.size * 2 + (shape.isList ? 1 : 0);
}

/** Which of the shapes around the lines is one document: the nearest that has a number of its own. */
function documentAt(
  sample: Sample,
  above: readonly TreeShape[],
  line: TreeShape | undefined,
  to: RecordKind,
): number {
  const numbers = topGuesses.filter(
    ({ field, kinds }) =>
      kinds?.includes(to) === true && (field === 'number' || to === 'order-acknowledgment@1'),
  );
  for (let at = above.length - 1; at > 0; at -= 1) {
    const shape = above[at];
    if (!shape) continue;
    const leaves = leavesOf(sample, shape, line).filter(({ levels }) => levels <= 3);
    if (numbers.some((guess) => leaves.some((leaf) => fits(leaf, guess)))) return at;
  }
  const list = above.findIndex(({ isList }, at) => at > 0 && isList);
  return Math.max(0, list);
}

/** Values below a shape; those below `without` are left out. */
function leavesOf(
  { format }: Pick<Sample, 'format'>,
  top: TreeShape,
  without: TreeShape | undefined,
): Leaf[] {
  const leaves: Leaf[] = [];
  const pending: { shape: TreeShape; selector: string; words: string; levels: number }[] = [
    { shape: top, selector: '', words: '', levels: 0 },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { shape, selector, words, levels } = next;
    if (shape.values.length > 0)
      leaves.push({ selector: selector || '.', words, levels, values: shape.values });
    const inner = shape.inner.filter((one) => one !== without && isTold(one, shape));
    pending.push(...inner.map((one) => ({
      shape: one,
      selector: selectorTo(selector, one.step, format),
      words: words === '' ? one.words : `${words}/${one.words}`,
      levels: levels + 1,
    })).reverse()); // prettier-ignore
  }
  return leaves;
}

/** What tells its element apart is said there already; the language of a text is nothing that records hold. */
function isTold({ step }: TreeShape, around: TreeShape): boolean {
  return step !== '@xml:lang' && !around.step.includes(`(${step}=`);
}

function selectorTo(above: string, step: string, format: 'xml' | 'json'): string {
  if (above === '') return step;
  if (format === 'json') return `${above}.${step}`;
  return step.startsWith('@') ? `${above}${step}` : `${above}/${step}`;
}

/** One leaf for each field, the one with the shortest way; each leaf once. */
function guessed(
  leaves: readonly Leaf[],
  guesses: readonly TreeGuess[],
  { to, used }: { to: RecordKind; used: Set<string> },
): DraftField[] {
  const done = new Set<string>();
  return guesses.flatMap((guess) => {
    const { field, kinds } = guess;
    if ((kinds && !kinds.includes(to)) || done.has(field)) return [];
    const leaf = leaves
      .filter((one) => !used.has(one.selector) && fits(one, guess))
      .sort((one, other) => one.levels - other.levels)[0];
    if (!leaf) return [];
    done.add(field);
    used.add(leaf.selector);
    return [fieldFrom(leaf, field, true)];
  });
}

function fits({ words, values }: Pick<Leaf, 'words' | 'values'>, guess: TreeGuess): boolean {
  return guess.words.test(words) && fitsForm(values, guess.form);
}

function xmlSample(bytes: Buffer): Sample | string {
  const options = xmlOptions.parse({ format: 'xml', root: 'any', doctype: 'ignore' });
  const reading = readTree(bytes, { format: 'xml', options, root: 'any', document: [] });
  if (!reading.root) return `It is no sound XML. ${whyNot(reading.issues)}`;
  const names: XmlNames = xmlNames(reading.root, bytes);
  const root = shapeOf([reading.root], names.write(reading.root.name) ?? '', names.write);
  const hasDoctype = /<!DOCTYPE/.test(bytes.subarray(0, 4096).toString('latin1'));
  const from = {
    format: 'xml',
    root: root.step,
    ...(Object.keys(names.namespaces).length === 0 ? {} : { namespaces: names.namespaces }),
    ...(hasDoctype ? { doctype: 'ignore' } : {}),
  };
  return { format: 'xml', root, from };
}

function jsonSample(bytes: Buffer): Sample | string {
  const options = jsonOptions.parse({ format: 'json' });
  const reading = readTree(bytes, { format: 'json', options, document: [] });
  if (!reading.root) return `It is no sound JSON. ${whyNot(reading.issues)}`;
  const { root } = reading;
  const isList = bytes.toString('utf8').trimStart().startsWith('[');
  const tops: readonly TreeNode[] = isList ? root.all() : [root];
  return { format: 'json', root: shapeOf(tops, '', writeKey), from: { format: 'json' } };
}

const writeKey: WriteName = (name) => {
  if (/^[\p{L}\p{N}_@$#-]+$/u.test(name)) return name;
  return name === '' || name.includes('"') ? undefined : `"${name}"`;
};

function whyNot(issues: readonly { words: string; line?: number }[]): string {
  return issues.map(({ words, line }) => (line === undefined ? words : `Line ${line}: ${words}`)).join(' ');
}
