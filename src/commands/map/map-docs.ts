/**
 * `waybill map docs NAME`: a page for the partner, in Markdown. Of documents that we read: how the file has to look, which
 * elements we read, which must be there, in which form, which codes we understand, what is checked, what is answered, an example.
 */
import type { Mapping } from '../../mapping/index.js';
import {
  examplesOf,
  answerWords,
  fileWords,
  outboundPage,
  asMap,
  pageRows,
  openCodes,
} from '../../workbench/page/index.js';
import { readYamlFile } from '../../yaml/index.js';
import { findMapping } from '../asking/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';
import { mergedMapping } from './map-show.js';

/** @returns the exit code: 2 for a mapping that there is not */
export async function mapDocs(
  root: string,
  name: string,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const mapping = findMapping(root, name, terminal)?.mapping;
  if (mapping === undefined) return 2;
  const { text } = readYamlFile(root, mapping.file);
  const merged = mergedMapping(root, { file: mapping.file, text });
  await terminal.write(
    'compose' in mapping ? outboundPage(root, mapping, merged) : pageOf(root, mapping, merged),
  );
  return 0;
}

function pageOf(root: string, mapping: Mapping, merged: Record<string, unknown>): string {
  const { from, title, version } = mapping;
  const form = from.format === 'x12' ? `X12 ${from.set}, version ${from.version}` : formNames[from.format];
  const codesOf = openCodes(root, asMap(merged['crosswalks']));
  const examples = examplesOf(root, mapping);
  const rows = pageRows({ mapping, codesOf, examples }, asMap(merged['fields']));
  const table = rows.map(({ place, words, required, form: written, codes, example }) =>
    ['', `\`${place}\``, words, required, written, codes, example === '' ? '' : `\`${example}\``, '']
      .map((part) => part.replaceAll('|', '\\|').replaceAll('\n', ' '))
      .join(' | ')
      .trim(),
  );
  const rules = (Array.isArray(merged['rules']) ? merged['rules'] : []).map((rule) => ruleWords(asMap(rule)));
  return [
    `# ${title}\n\n`,
    `What we read of your documents: ${form}. Mapping ${mapping.name}, version ${version}.\n\n`,
    `## The file\n\n${fileWords(from)}\n\n`,
    '## What we read\n\nAnything else may be sent; we do not read it.\n\n',
    `| We read | For | Required | Form | Codes | Example |\n| --- | --- | --- | --- | --- | --- |\n${table.join('\n')}\n\n`,
    rules.length === 0 ? '' : `## What we check\n\n${rules.map((rule) => `- ${rule}\n`).join('')}\n`,
    `## What we answer\n\n${answerWords(from)}\n`,
    examples.text === '' ? '' : `\n## An example\n\n\`\`\`\n${examples.text}\n\`\`\`\n`,
  ].join('');
}

const formNames = { csv: 'CSV', fixed: 'files of fixed width', xml: 'XML', json: 'JSON' };

const fates: Readonly<Record<string, string>> = {
  hold: 'it waits until a person here has looked at it',
  reject: 'we refuse it',
  warn: 'we note it',
};

/** A rule says itself what is wrong; where it names values of the document, the page has none. */
function ruleWords({ say, id, otherwise }: Record<string, unknown>): string {
  const words = (typeof say === 'string' ? say : String(id)).replace(/\{[^}]*\}/g, '...');
  return `"${words}" Then ${fates[String(otherwise ?? 'hold')] ?? 'we note it'}.`;
}
