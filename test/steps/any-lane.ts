/**
 * Files of one connection at random, as they are translated: control numbers that come again around the same and around other
 * bytes, numbers left out, invoices with one number, units that are unknown, and files that are no X12 or nothing at all.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadConfiguration, type Configuration } from '../../src/configuration/configuration.js';
import type { StoredFile } from '../../src/store/received/files.js';
import { translateFile } from '../../src/translation/translate-file.js';
import type { TranslatedFile } from '../../src/translation/translation.js';
import { renderProblem } from '../../src/yaml/render-problem.js';
import { deepFreeze } from '../kit/deep-freeze.js';
import { invoiceFile, type Site } from '../kit/site.js';

/** What is agreed with the partner. */
export interface Policy {
  duplicate: 'hold' | 'reject' | 'accept';
  gap: 'warn' | 'ignore';
  /** Which agreements hold a second invoice with one number. */
  keyed: 'none' | 'x12' | 'both';
  unknownUnit: 'hold' | 'reject';
}

export interface Lane {
  policy: Policy;
  /** Contents of its files, in the order in which they came. */
  texts: readonly string[];
}

const anyNumber = fc.constantFrom('A', 'B', 'C');
/** A set without a number is rejected; of the units only CA is known. */
const anyInvoice = fc.record({
  number: fc.option(anyNumber, { nil: undefined, freq: 6 }),
  unit: fc.constantFrom('CA', 'CA', 'PL'),
  quantity: fc.constantFrom(10, 11),
});
const anyInterchange = fc
  .record({
    control: fc.integer({ min: 1, max: 5 }),
    invoices: fc.array(anyInvoice, { minLength: 1, maxLength: 3 }),
    isStranger: fc.integer({ max: 9 }).map((one) => one === 0),
  })
  .map(({ control, invoices, isStranger }) => {
    const left = [...invoices];
    const text = invoiceFile(
      control,
      invoices.map(({ number }) => number),
    ).replaceAll('*10*CA*', () => {
      const { quantity, unit } = left.shift()!;
      return `*${quantity}*${unit}*`;
    });
    return isStranger ? text.replace('*ZZ*ACME ', '*ZZ*ACMEX') : text;
  });
const anyRow = fc
  .tuple(anyNumber, fc.constantFrom('BX', 'BX', 'XX'), fc.constantFrom('Gauze', 'Tape'))
  .map(([number, unit, item]) => `${number},2026-04-04,10.00,${item},2,${unit}\n`);
const anySheet = fc
  .array(anyRow, { minLength: 1, maxLength: 4 })
  .map((rows) => `Number,Date,Total,Item,Quantity,Unit\n${rows.join('')}`);
/** What is broken, and what nobody knows. */
const anyOther = fc.constantFrom(
  'nothing',
  'Number,Date,Total,Item,Quantity,Unit\nA,2026\n',
  invoiceFile(3, ['A']).slice(0, 200),
);
const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  duplicate: fc.constantFrom('hold', 'reject', 'accept'),
  gap: fc.constantFrom('warn', 'warn', 'ignore'),
  keyed: fc.constantFrom('none', 'x12', 'both'),
  unknownUnit: fc.constantFrom('hold', 'reject'),
});

/** The same interchange may come in several files, but for blank lines before it. */
const anyX12 = (interchanges: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom('', '\n', '\n\n'),
      fc.array(fc.constantFrom(...interchanges), { minLength: 1, maxLength: 2 }),
    )
    .map(([blank, texts]) => blank + texts.join(''));

/** The same bytes again are no second file to be read: receiving takes them for a duplicate. */
export const anyLane = (filesMax: number): fc.Arbitrary<Lane> =>
  fc.array(anyInterchange, { minLength: 2, maxLength: 6 }).chain((interchanges) => {
    const anyText = fc.oneof(
      { weight: 6, arbitrary: anyX12(interchanges) },
      { weight: 2, arbitrary: anySheet },
      { weight: 1, arbitrary: anyOther },
    );
    return fc.record({
      policy: anyPolicy,
      texts: fc.uniqueArray(anyText, { minLength: 1, maxLength: filesMax }),
    });
  });

/** The configurations of policies, read once each. `later`: the units are known, and the stranger is the partner too. */
export class Configurations {
  readonly #site: Site;
  readonly #files: Promise<ReadonlyMap<string, string>>;
  readonly #read = new Map<string, Configuration>();

  constructor(site: Site) {
    this.#site = site;
    this.#files = readAll(site);
  }

  async of(policy: Policy, { later = false } = {}): Promise<Configuration> {
    const key = JSON.stringify([policy, later]);
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    for (const [path, text] of await this.#files) {
      await writeFile(join(this.#site.root, path), changed(text, policy, later));
    }
    const { configuration, problems } = loadConfiguration(this.#site.root, {});
    if (configuration === undefined) throw new Error(problems.map((one) => renderProblem(one)).join('\n'));
    this.#read.set(key, configuration);
    return configuration;
  }
}

async function readAll({ root }: Site): Promise<ReadonlyMap<string, string>> {
  const paths = ['partners/acme.yaml', 'mappings/plain-810.yaml', 'mappings/plain-csv.yaml'];
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const)),
  );
}

function changed(text: string, { duplicate, gap, keyed, unknownUnit }: Policy, later: boolean): string {
  const key = 'duplicate: { key: [number], then: hold }, ';
  const [ours, theirs] = [
    'ours: { qualifier: ZZ, id: HOSPITAL, group: HOSPITAL }',
    '{ qualifier: ZZ, id: ACME, group: ACME }',
  ];
  return text
    .replace('mapping: plain-810, ', `mapping: plain-810, ${keyed === 'none' ? '' : key}`)
    .replace('mapping: plain-csv, ', `mapping: plain-csv, ${keyed === 'both' ? key : ''}`)
    .replace('syntax:\n', `syntax:\n  interchange: { duplicate: ${duplicate}, gap: ${gap} }\n`)
    .replace(
      /values: \{ (CA: CA|BX: BX, RL: RL) \} \}/,
      (_, units: string) =>
        `values: { ${units}${later ? ', PL: PL, XX: EA' : ''} } }, otherwise: ${unknownUnit}`,
    )
    .replace(
      new RegExp(`x12:\\n {4}${ours}\\n {4}theirs: ${theirs}`),
      later
        ? `x12:\n    - { ${ours}, theirs: ${theirs} }\n    - { ${ours}, theirs: ${theirs.replace('ACME,', 'ACMEX,')} }`
        : '$&',
    );
}

/** A file of the lane. @param place in it, from 0 */
export function fileAt(text: string, place: number) {
  return {
    id: `00000000-0000-7000-8000-${String(place + 1).padStart(12, '0')}`,
    name: text.startsWith('Number') ? `${place}.csv` : `${place}.x12`,
    byteCount: Buffer.byteLength(text),
    sha256: createHash('sha256').update(text).digest('hex'),
    async *read() {
      yield Buffer.from(text);
    },
  };
}

/** Reads the files of a lane: what was read cannot be changed any more. */
export async function translateLane(
  texts: readonly string[],
  { book, mappings, settings }: Configuration,
): Promise<TranslatedFile[]> {
  const connection = book.connection('acme-folder')!;
  const context = { book, mappings, limits: settings.limits, today: '2026-04-15' };
  return Promise.all(
    texts.map(async (text, place) => {
      const { id, name, byteCount, sha256, read } = fileAt(text, place);
      const stored: StoredFile = {
        ...{ id, name, byteCount, sha256, correlationId: id, direction: 'in', connection: connection.name },
        ...{ partner: 'acme', state: 'received', reason: null, duplicateOf: null },
        createdAt: new Date('2026-04-15T08:00:00Z'),
      };
      const translation = await translateFile(
        { ...{ id, name, byteCount, sha256, read }, connection },
        context,
      );
      return deepFreeze({ stored, translation });
    }),
  );
}
