/**
 * How the file itself is to be written, and what becomes of it, in sentences for the partner.
 */
import type { Mapping } from '../../mapping/index.js';

/** Markdown, without its heading. */
export function fileWords(from: Mapping['from']): string {
  switch (from.format) {
    case 'x12':
      return [
        `- X12 ${from.set}, version ${from.version} (GS08). Delimiters are those of your ISA; line ends behind segments do not matter.`,
        '- What X12 itself requires is required, beside what is marked below.',
        '- Places: `BIG02` is element 2 of BIG; `REF(CT).REF02` is of the REF whose first element is CT; `IT1/IT102` is in each IT1 loop;',
        '  `IT1.id(VC|VP)` is the number behind qualifier VC, else VP; `^` looks in the loops around.',
      ].join('\n');
    case 'csv':
      return csvWords(from);
    case 'fixed':
      return fixedWords(from);
    case 'xml':
      return [
        `- XML, UTF-8 unless its declaration says otherwise. The outermost element is \`${from.options.root}\`.`,
        from.options.document === undefined
          ? '- One document in each file.'
          : `- Each \`${from.options.document}\` in it is one document; the paths below begin there, those with \`/\` at the top.`,
        ...Object.entries(from.options.namespaces).map(([prefix, uri]) => `- \`${prefix === 'default' ? 'names without a prefix' : `${prefix}:`}\` is ${uri}; your own prefixes do not matter.`), // prettier-ignore
        from.options.doctype === 'ignore'
          ? '- A document type may be there and is not read.'
          : '- Without a document type: a file that has one is refused.',
      ].join('\n');
    case 'json':
      return [
        `- JSON, ${from.options.encoding.toUpperCase()}. Numbers may be numbers or text; 0.10 keeps its places.`,
        from.options.document === undefined
          ? '- The file is one document, or a list of them.'
          : `- What stands in \`${from.options.document}\` is one document, or a list of them; the paths below begin there.`,
      ].join('\n');
  }
}

function csvWords({ options }: Mapping['from'] & { format: 'csv' }): string {
  const names: Record<string, string> = {
    ',': 'a comma',
    ';': 'a semicolon',
    '\t': 'a tab',
    '|': 'a vertical bar',
  };
  const { delimiter, quote, encoding, records, groupBy, columns } = options;
  const optional = Object.values(columns ?? {}).filter((column) => column.optional);
  return [
    `- CSV, ${encoding}, cells divided by ${names[delimiter] ?? delimiter}; a cell that holds one stands in ${quote}, and ${quote} in it is doubled.`,
    ...(records
      ? [
          '- No headings: the first cell of a row says what it is. Cells of each row, in this order:',
          ...Object.entries(records).map(
            ([type, record]) =>
              `  - \`${type}\`${record.starts === 'document' ? ', which begins a document' : ''}: ${record.columns.join(', ')}`,
          ),
        ]
      : [
          `- One row of headings, in any order; upper and lower case do not matter. Columns that are not named below are ignored.`,
          ...(optional.length === 0
            ? []
            : [
                `- May be absent as a whole: ${optional.map(({ headings }) => headings.join(' or ')).join(', ')}.`,
              ]),
          groupBy === undefined
            ? '- The file is one document, and its rows are the lines.'
            : `- Rows with the same ${columns?.[groupBy]?.headings.join(' or ') ?? groupBy} are one document, and its lines. What belongs to the whole document is the same in all of them.`,
        ]),
  ].join('\n');
}

function fixedWords({ options }: Mapping['from'] & { format: 'fixed' }): string {
  const { encoding, rowLength, records, groupBy } = options;
  const length =
    rowLength === undefined
      ? 'What is missing at the end of a row counts as blank.'
      : `Every row has exactly ${rowLength} characters, or the file is refused.`;
  return [
    `- Rows of fixed columns, ${encoding}. ${length}`,
    ...(records
      ? [
          '- A row begins with its type; rows of other types refuse the file:',
          ...Object.entries(records).map(
            ([type, { prefix = type, starts }]) =>
              `  - \`${prefix}\`${starts === 'document' ? ', which begins a document' : ''}`,
          ),
        ]
      : [
          groupBy === undefined
            ? '- The file is one document.'
            : `- Rows with the same ${groupBy} are one document.`,
        ]),
  ].join('\n');
}

/** What the partner hears, and what not. */
export function answerWords(from: Mapping['from']): string {
  const held =
    'A document that can be read and yet lacks something, such as a number of an item that we do not know, waits until a person here has looked at it. No answer tells of that.';
  if (from.format === 'x12')
    return `Every functional group is answered by a 997, or a 999 where that is agreed: accepted, or rejected with the segment and the element at fault. What is rejected is not processed: correct it and send it again with a new control number.\n\n${held}\n\nAn interchange with T in ISA15 is read and answered, and goes no further.`;
  return `Nothing answers such a file by itself; where we have agreed on it, a report is written for you when something is refused. A file that cannot be read as described is refused as a whole; a fault in one value refuses its document.\n\n${held}`;
}
