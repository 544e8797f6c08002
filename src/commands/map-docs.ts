/**
 * `waybill map docs NAME`: a page for the partner, in Markdown: which elements or columns we read, which must be there, which
 * codes we understand, what is checked, and an example.
 */
import { fieldsOf, type RecordKind } from '../canonical/index.js';
import type { Mapping } from '../mapping/index.js';
import { inputPath } from '../mapping/index.js';
import { readTextFile, readYamlFile } from '../yaml/index.js';
import { findMapping } from './trying/find-mapping.js';
import { mergedMapping } from './map-show.js';
import { standardTerminal, type Terminal } from './telling/terminal.js';

const exampleBytesMax = 16_384;

interface Row {
  place: string;
  words: string;
  required: boolean;
  /** Codes that are understood, or the table that they are looked up in. */
  codes: string;
}

/** @returns the exit code: 2 for a mapping that there is not, or that writes documents */
export async function mapDocs(
  root: string,
  name: string,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const mapping = findMapping(root, name, terminal)?.mapping;
  if (mapping === undefined) return 2;
  if ('compose' in mapping) {
    terminal.remark(`${mapping.name} writes documents; a page is made for those that we read.\n`);
    return 2;
  }
  const { text } = readYamlFile(root, mapping.file);
  await terminal.write(pageOf(root, mapping, mergedMapping(root, { file: mapping.file, text })));
  return 0;
}

function pageOf(root: string, mapping: Mapping, merged: Record<string, unknown>): string {
  const { from, title, version, to } = mapping;
  const form = from.format === 'x12' ? `X12 ${from.set}, version ${from.version}` : from.format.toUpperCase();
  const rows = rowsOf(to, asMap(merged['fields']), { above: '', inside: '' });
  const table = rows.map(
    ({ place, words, required, codes }) =>
      `| \`${place.replaceAll('|', '\\|')}\` | ${words.replaceAll('|', '\\|')} | ${required ? 'yes' : ''} | ${codes.replaceAll('|', '\\|')} |\n`,
  );
  const rules = (Array.isArray(merged['rules']) ? merged['rules'] : []).map((rule) => ruleWords(asMap(rule)));
  const example = exampleOf(root, mapping);
  return [
    `# ${title}\n\n`,
    `What we read of your documents: ${form}. Mapping ${mapping.name}, version ${version}.\n\n`,
    'Other elements may be sent; we do not read them.\n\n',
    `| We read | For | Required | Codes |\n| --- | --- | --- | --- |\n${table.join('')}\n`,
    rules.length === 0 ? '' : `## What we check\n\n${rules.map((rule) => `- ${rule}\n`).join('')}\n`,
    example === '' ? '' : `## An example\n\n\`\`\`\n${example}\n\`\`\`\n`,
  ].join('');
}

interface Level {
  above: string;
  /** Loops that we stand in: "IT1/". */
  inside: string;
}

function rowsOf(kind: RecordKind, fields: Record<string, unknown>, level: Level): Row[] {
  return Object.entries(fields).flatMap(([name, spec]) => {
    const path = level.above === '' ? name : `${level.above}.${name}`;
    const field = fieldsOf(kind).get(path);
    const options = asMap(spec);
    if (typeof options['each'] === 'string') {
      const inside = options['each'] === 'here' ? level.inside : `${level.inside}${options['each']}/`;
      return rowsOf(kind, asMap(options['fields']), { above: path, inside });
    }
    const words = (field?.description ?? name).replace(/ \([^()]*\)$/, '');
    // With a default, or another way to it, a place may stay empty.
    const isSure = options['default'] === undefined && options['choose'] === undefined;
    const required =
      options['required'] === true || (field?.required === true && level.above === '' && isSure);
    return placesOf(spec).map((place) => ({
      place: `${level.inside}${place}`,
      words,
      required,
      codes: codesOf(options),
    }));
  });
}

/** Where a field is taken from; nothing for what is ours or calculated. */
function placesOf(spec: unknown): string[] {
  if (typeof spec === 'string') return [spec];
  if (Array.isArray(spec)) return spec.flatMap(placesOf);
  const { from, party, pairs, lots, choose, unit } = asMap(spec);
  const chosen = Array.isArray(choose) ? choose.flatMap(placesOf) : [];
  const inner =
    typeof unit === 'object' && unit !== null ? placesOf(unit) : typeof unit === 'string' ? [unit] : [];
  const ready = [party, pairs, lots].filter((part) => typeof part === 'string');
  return [...new Set([...(from === undefined ? [] : placesOf(from)), ...ready, ...chosen, ...inner])];
}

function codesOf(options: Record<string, unknown>): string {
  const unit = asMap(options['unit']);
  const tables = [options, unit].flatMap(({ crosswalk }) =>
    typeof crosswalk === 'string' ? [`in our table ${crosswalk.split('.')[0] ?? ''}`] : [],
  );
  const chosen = Array.isArray(options['choose'])
    ? options['choose'].flatMap((one) => Object.keys(asMap(asMap(one)['values'])))
    : [];
  const codes = [...Object.keys(asMap(options['values'])), ...chosen];
  return [...(codes.length === 0 ? [] : [[...new Set(codes)].join(', ')]), ...new Set(tables)].join('; ');
}

const fates: Readonly<Record<string, string>> = {
  hold: 'it waits until a person here has looked at it',
  reject: 'we refuse it',
  warn: 'we note it',
};

/** A rule says itself what is wrong; what stands in braces is filled in with values of the document. */
function ruleWords({ say, id, otherwise }: Record<string, unknown>): string {
  const words = typeof say === 'string' ? say : String(id);
  return `"${words}" Then ${fates[String(otherwise ?? 'hold')] ?? 'we note it'}.`;
}

/** The input of the first test that expects no issues. */
function exampleOf(root: string, mapping: Mapping): string {
  const test = mapping.tests.find(
    ({ expect }) => Array.isArray(expect['issues']) && expect['issues'].length === 0,
  );
  if (test === undefined) return '';
  const { text = '' } = readTextFile(root, inputPath(mapping.file, test.input), {
    bytesMax: exampleBytesMax,
  });
  const lines =
    mapping.from.format === 'x12' && !text.trimEnd().includes('\n') ? text.replace(/~/g, '~\n') : text;
  return lines.trimEnd();
}

function asMap(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
