/**
 * The `from:` of a mapping: which documents it takes, and the language in which it selects from them.
 */
import { csvOptions, type FixedOptions, fixedOptions, jsonOptions, xmlOptions } from '../../formats/index.js';
import {
  addProblem,
  checkPart,
  type Compilation,
  suggestion,
  type Mapping,
  type MappingFile,
  x12From,
  isFault,
  type SelectorFault,
  type Selectors,
} from '../file/index.js';
import {
  jsonLanguage,
  openJsonSelectors,
  openCsvSelectors,
  parseNames,
  type TreeLanguage,
  openXmlSelectors,
  xmlLanguage,
  x12Selectors,
} from '../selectors/index.js';

export interface OpenedIncoming {
  format: Compilation['format'];
  selectors: Selectors;
  described: Mapping['from'];
}

/** @returns undefined, with problems, when it cannot be understood */
export function openIncoming(compilation: Compilation, file: MappingFile): OpenedIncoming | undefined {
  switch (file.from?.['format']) {
    case 'x12': {
      const described = checkPart(compilation, ['from'], x12From);
      return described && { format: 'x12', selectors: x12Selectors, described };
    }
    case 'csv':
      return openCsv(compilation);
    case 'fixed':
      return openFixed(compilation);
    case 'xml':
      return openXml(compilation);
    case 'json':
      return openJson(compilation);
    default: {
      const message = file.from === undefined ? 'missing key "from"' : 'from: needs a format';
      const help = 'format: x12, csv, fixed, json or xml';
      addProblem(compilation, ['from'], { code: 'MAP101', message, help });
      return undefined;
    }
  }
}

function openCsv(compilation: Compilation): OpenedIncoming | undefined {
  const options = checkPart(compilation, ['from'], csvOptions);
  if (!options || !checkColumns(compilation, options)) return undefined;
  const format = 'csv';
  return { format, selectors: openCsvSelectors(options), described: { format, options } };
}

function openFixed(compilation: Compilation): OpenedIncoming | undefined {
  const options = checkPart(compilation, ['from'], fixedOptions);
  if (!options) return undefined;
  const records = options.records && namesOf(options.records);
  if (!checkColumns(compilation, { ...options, records })) return undefined;
  const format = 'fixed';
  const selectors = openCsvSelectors({ columns: options.columns, records });
  return { format, selectors, described: { format, options } };
}

function namesOf(records: NonNullable<FixedOptions['records']>) {
  return Object.fromEntries(
    Object.entries(records).map(([type, { starts, columns }]) => [
      type,
      { starts, columns: Object.keys(columns) },
    ]),
  );
}

function openXml(compilation: Compilation): OpenedIncoming | undefined {
  const options = checkPart(compilation, ['from'], xmlOptions);
  if (!options) return undefined;
  const language = xmlLanguage(options);
  const root = language.name(options.root);
  if (typeof root !== 'string') return refuseFrom(compilation, 'root', root);
  const document = documentPath(compilation, options.document, language);
  if (!document) return undefined;
  const format = 'xml';
  return { format, selectors: openXmlSelectors(options), described: { format, options, root, document } };
}

function openJson(compilation: Compilation): OpenedIncoming | undefined {
  const options = checkPart(compilation, ['from'], jsonOptions);
  const document = options && documentPath(compilation, options.document, jsonLanguage);
  if (!options || !document) return undefined;
  const format = 'json';
  return { format, selectors: openJsonSelectors(), described: { format, options, document } };
}

function documentPath(
  compilation: Compilation,
  written: string | undefined,
  language: TreeLanguage,
): readonly string[] | undefined {
  if (written === undefined) return [];
  const names = parseNames(written, language);
  return isFault(names) ? refuseFrom(compilation, 'document', names) : names;
}

function refuseFrom(compilation: Compilation, key: string, { message, help }: SelectorFault): undefined {
  addProblem(compilation, ['from', key], { code: 'MAP103', message, help });
  return undefined;
}

/** What CSV and fixed-width files have in common. */
interface Rows {
  columns?: Readonly<Record<string, unknown>> | undefined;
  records?:
    Readonly<Record<string, { starts?: 'document' | undefined; columns: readonly string[] }>> | undefined;
  groupBy?: string | undefined;
  identifiers: readonly string[];
}

function checkColumns(compilation: Compilation, options: Rows): boolean {
  const { columns, records, groupBy, identifiers } = options;
  const before = compilation.problems.length;
  const refuse = (path: (string | number)[], message: string, help?: string) =>
    addProblem(compilation, ['from', ...path], { code: 'MAP114', message, help });
  if ((columns === undefined) === (records === undefined)) {
    refuse(
      [],
      'a file of rows has either columns: or records:',
      'columns: for rows all alike, records: for rows with types',
    );
  }
  if (records && !Object.values(records).some((record) => record.starts === 'document')) {
    refuse(['records'], 'no record starts a document', 'H: { starts: document, columns: [...] }');
  }
  const known = columns
    ? Object.keys(columns)
    : Object.values(records ?? {}).flatMap((record) => record.columns);
  if (groupBy !== undefined && (records || !known.includes(groupBy))) {
    refuse(
      ['groupBy'],
      `there is no column "${groupBy}" to group by`,
      suggestion(groupBy, known, 'groupBy goes with columns:'),
    );
  }
  identifiers.forEach((name, index) => {
    if (!known.includes(name))
      refuse(
        ['identifiers', index],
        `there is no column "${name}"`,
        suggestion(name, known, `known: ${known.join(', ')}`),
      );
  });
  return compilation.problems.length === before;
}
