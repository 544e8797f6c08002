/**
 * The page of a mapping that writes: what we send, place by place, for whoever has to read it at the partner.
 */
import { fieldsOf, type RecordKind } from '../../canonical/index.js';
import { defined } from '../../defined.js';
import { type ComposedDocument, type OutboundMapping, inputPath, segmentText } from '../../mapping/index.js';
import { elementName, segmentName } from '../../x12/index.js';
import { readTextFile } from '../../yaml/index.js';
import { asMap } from './page-rows.js';

interface SentRow {
  place: string;
  words: string;
  /** Values that may stand there; of constants the only one. */
  values: string;
}

/** Lists around a block: what its fields are relative to. */
interface Around {
  kind: RecordKind;
  above: string;
  /** Shown before each place. */
  inside: string;
  /** Of a CSV file, by the mapping's name of the column. */
  headings: Record<string, unknown>;
}

const exampleBytesMax = 262_144;

/** @param merged the mapping file with its base */
export function outboundPage(
  root: string,
  mapping: OutboundMapping,
  merged: Record<string, unknown>,
): string {
  const { title, name, version, to, from } = mapping;
  const headings = asMap(asMap(merged['to'])['columns']);
  const around: Around = { kind: from, above: '', inside: '', headings };
  const blocks = asList(merged['segments'] ?? merged['rows'] ?? merged['elements']);
  const rows = blocks.flatMap((block) => blockRows(asMap(block), around));
  const table = rows.map(
    ({ place, words, values }) => `| \`${cell(place)}\` | ${cell(words)} | ${cell(values)} |\n`,
  );
  const example = exampleOf(root, mapping);
  return [
    `# ${title}\n\nWhat we send you. Mapping ${name}, version ${version}.\n\n`,
    `## The file\n\n${formWords(to, merged)}\n\n`,
    'What has no value is left out, and so is a segment or element in which nothing has one.\n\n',
    `## What stands in it\n\n| Place | What it is | Values |\n| --- | --- | --- |\n${table.join('')}\n`,
    answers(to),
    example === '' ? '' : `## An example\n\n\`\`\`\n${example}\n\`\`\`\n`,
  ].join('');
}

function formWords(to: OutboundMapping['to'], merged: Record<string, unknown>): string {
  if (to.format === 'x12')
    return `- X12 ${to.set}, version ${to.version}. Dates are yyyyMMdd; delimiters as agreed with you.`;
  if (to.format === 'xml') return `- XML, UTF-8; the outermost element is \`${to.root}\`.`;
  const headings = Object.values(asMap(asMap(merged['to'])['columns'])).map(String);
  const head =
    to.header && headings.length > 0 ? ` The first row holds the headings: ${headings.join(', ')}.` : '';
  return `- CSV, UTF-8, cells divided by \`${to.delimiter}\`, line ends ${to.lineEnding.toUpperCase()}.${head}`;
}

function answers(to: OutboundMapping['to']): string {
  if (to.format !== 'x12') return '';
  return '## What we expect\n\nA 997 or 999 for each functional group. What it rejects is looked at by a person here and sent again, corrected.\n\n';
}

function blockRows(block: Record<string, unknown>, around: Around): SentRow[] {
  const { segment, row, element, each, loop, party, lots, levels } = block;
  if (Array.isArray(levels)) return levels.flatMap((level) => levelRows(asMap(level), around));
  if (typeof segment === 'string') return segmentRows(segment, block, around);
  if (typeof party === 'string') return partyRows(party, block, around);
  if (typeof lots === 'string')
    return [{ place: `${around.inside}REF, DTM`, words: 'Lots, serial numbers and their dates', values: '' }];
  if (Array.isArray(loop)) return innerRows(loop, around);
  if (typeof element === 'string') return elementRows(element, block, around);
  const list = asList(block['segments'] ?? block['rows'] ?? block['elements']);
  if (typeof each === 'string') return innerRows(list, eachOf(each, around));
  return typeof row === 'string' || block['fields'] !== undefined
    ? cellRows(block, around)
    : innerRows(list, around);
}

function innerRows(blocks: readonly unknown[], around: Around): SentRow[] {
  return blocks.flatMap((block) => blockRows(asMap(block), around));
}

function eachOf(each: string, { above, inside, ...rest }: Around): Around {
  const list = each.replace(/^[\^/]/, '').replace(/\(.*\)$/, '');
  const path = above === '' || each.startsWith('/') ? list : `${above}.${list}`;
  return { ...rest, above: path, inside: inside === '' ? `each of ${list}: ` : inside };
}

function levelRows(level: Record<string, unknown>, around: Around): SentRow[] {
  const { level: code, each, segments } = level;
  const inner = typeof each === 'string' ? eachOf(each, { ...around, inside: '' }) : around;
  const head = {
    place: `HL(${String(code)})`,
    words: inner.above === '' ? 'The shipment' : `Level of ${inner.above}`,
    values: '',
  };
  return [head, ...innerRows(asList(segments), { ...inner, inside: `HL(${String(code)})/` })];
}

/** A constant in its first element tells what a segment is about: REF(CT).REF02. */
function segmentRows(segment: string, block: Record<string, unknown>, around: Around): SentRow[] {
  const { [`${segment}01`]: about, ...constants } = asMap(block['fixed']);
  const step = about === undefined ? '' : `${segment}(${String(about)}).`;
  const at = { ...around, inside: around.inside + step };
  const fields = Object.entries(asMap(block['fields'])).map(([place, spec]) => {
    const values = valuesOf(spec);
    return sentRow(place, values, { words: sourceWords(spec, around), around: at });
  });
  const fixed = Object.entries(constants).map(([place, value]) =>
    sentRow(place, String(value), { words: '', around: at }),
  );
  const rows = [...fixed, ...fields].sort((one, other) => (one.place < other.place ? -1 : 1));
  const { pairs } = block;
  if (pairs !== undefined) {
    const place = `${at.inside}${String(asMap(pairs)['first'] ?? segment)} and following`;
    const values = Object.values(asMap(asMap(pairs)['kinds'])).join(', ');
    rows.push({ place, words: 'Numbers of the item, each behind its qualifier', values });
  }
  if (rows.length > 0) return rows;
  return [{ place: at.inside + segment, words: segmentName(segment) ?? '', values: '' }];
}

function sentRow(
  place: string,
  values: string,
  { words, around }: { words: string; around: Around },
): SentRow {
  const match = /^([A-Z][A-Z0-9]{1,2})(\d\d)/.exec(place);
  const name = match ? elementName(match[1] ?? '', Number(match[2])) : undefined;
  return {
    place: around.inside + place,
    words: [name, words].filter((part) => part !== undefined && part !== '').join(': '),
    values,
  };
}

function partyRows(party: string, block: Record<string, unknown>, around: Around): SentRow[] {
  const code = typeof block['as'] === 'string' ? block['as'] : '';
  const words = descriptionOf(party, around);
  const parts = [
    `${words}: name and number`,
    ...(block['address'] === false ? [] : ['N3 and N4: address']),
    ...(block['contacts'] === false ? [] : ['PER: whom to ask']),
  ];
  return [{ place: `${around.inside}N1(${code})`, words: parts.join('; '), values: code }];
}

function elementRows(element: string, block: Record<string, unknown>, around: Around): SentRow[] {
  const path = `${around.inside}${element}`;
  const attributes = Object.entries(asMap(block['attributes'])).map(([name, spec]) => ({
    place: `${path}@${name}`,
    words: sourceWords(spec, around),
    values: valuesOf(spec),
  }));
  const { text } = block;
  const own =
    text === undefined ? [] : [{ place: path, words: sourceWords(text, around), values: valuesOf(text) }];
  const inner = innerRows(asList(block['elements']), { ...around, inside: `${path}/` });
  return [...own, ...attributes, ...inner];
}

function cellRows(block: Record<string, unknown>, around: Around): SentRow[] {
  const type = typeof block['row'] === 'string' ? `${block['row']}.` : '';
  const all = [
    ...Object.entries(asMap(block['fixed'])).map(([name, value]): [string, unknown] => [name, { value }]),
    ...Object.entries(asMap(block['fields'])),
  ];
  return all.map(([name, spec]) => ({
    place: `${around.inside}${type}${String(around.headings[name] ?? name)}`,
    words: sourceWords(spec, around),
    values: valuesOf(spec),
  }));
}

function sourceWords(spec: unknown, around: Around): string {
  if (typeof spec === 'string') return descriptionOf(spec, around);
  if (Array.isArray(spec)) return [...new Set(spec.map((one) => sourceWords(one, around)))].join('; else ');
  const { from, choose, sum, count, clock } = asMap(spec);
  if (from !== undefined) return sourceWords(from, around);
  if (Array.isArray(choose)) return sourceWords(choose, around);
  if (count !== undefined) return `How many ${String(count)}`;
  if (sum !== undefined) return 'A sum';
  return clock === undefined ? '' : `When it was written: ${String(clock)}`;
}

/** What a selector over records means, out of the description of its field. */
function descriptionOf(selector: string, { kind, above }: Around): string {
  const plain = selector
    .replace(/^[\^/.]+/, '')
    .replace(/\([^)]*\)/g, '')
    .replace(/\.id$/, '.identifiers');
  const fields = fieldsOf(kind);
  const isOutside = above === '' || /^[\^/]/.test(selector);
  const path = [isOutside ? plain : `${above}.${plain}`, plain].find((one) => fields.has(one));
  const words = path === undefined ? undefined : fields.get(path)?.description;
  if (words === undefined || words === '') return plain;
  return words
    .replace(/ \([^()]*\)$/, '')
    .replace(/ \([A-Z0-9, ]+\)/, '')
    .replace(/, from a crosswalk.*$/, '');
}

/** Codes that may be written: right sides of `values:`, constants, and what stands where nothing is known. */
function valuesOf(spec: unknown): string {
  const { values, value, default: other, choose } = asMap(spec);
  const chosen = Array.isArray(choose)
    ? choose.flatMap((one) => Object.values(asMap(asMap(one)['values'])))
    : [];
  const all = [...Object.values(asMap(values)), ...chosen, value, other].filter((one) => one !== undefined);
  return [...new Set(all.map(String))].join(', ');
}

/** What the first test makes of its record, where it makes something. */
function exampleOf(root: string, mapping: OutboundMapping): string {
  const test = mapping.tests.find(
    ({ expect }) => !Array.isArray(expect['issues']) || expect['issues'].length === 0,
  );
  if (test === undefined) return '';
  const { text } = readTextFile(root, inputPath(mapping.file, test.input), { bytesMax: exampleBytesMax });
  if (text === undefined) return '';
  const { today, time, partner } = test;
  const given = {
    partner,
    ...defined({ today, time }),
  };
  return linesOf(mapping.compose(JSON.parse(text) as Record<string, unknown>, given).document);
}

function linesOf(document: ComposedDocument): string {
  if (document.format === 'x12')
    return document.segments.map((segment) => `${segmentText(segment)}~`).join('\n');
  return document.format === 'csv' ? document.rows.join('\n') : document.text.trimEnd();
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
