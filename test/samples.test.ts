/**
 * Walks samples/: what becomes of each input is compared with the files beside it. UPDATE_SAMPLES=1 writes them anew, to
 * be read before they are committed.
 *
 * records.json   what would go to the ERP, and what is held
 * issues.json    what was found, and where
 * 997.edi        the answer; missing where none is due
 * out.edi        what goes on to other partners, and held.json what waits on its way to them; missing where nothing does
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { planDocument, type PlannedDocument } from '../src/composition/plan-document.js';
import { readBack } from '../src/composition/read-back.js';
import { loadHubFile } from '../src/hub-file/load-hub-file.js';
import { loadMappings } from '../src/mapping/load-mappings.js';
import type { OutboundMapping } from '../src/mapping/outbound/outbound-mapping.js';
import { loadPartners } from '../src/partners/load-partners.js';
import type { NewIssue } from '../src/store/received/issues.js';
import { translateFile } from '../src/translation/translate-file.js';
import { recordsOf, type Translation, type TranslationContext } from '../src/translation/translation.js';
import { composeAcknowledgment } from '../src/x12/acknowledge/acknowledge.js';
import { outlineOf } from '../src/x12/guides/outline.js';
import { writeInterchange } from '../src/x12/write/write.js';

const root = resolve(import.meta.dirname, '..');
const samples = join(root, 'samples');
const update = process.env['UPDATE_SAMPLES'] === '1';
/** Control numbers and clock of the answers stand still. */
const stamp = { interchangeControlNumber: 1, date: '20260415', time: '0930' };
const fileId = '00000000-0000-7000-8000-000000000000';

/** The shipped configuration with every partner live: samples show what happens once a supplier is set up. */
function loadContext(): {
  context: TranslationContext & { outbound: ReadonlyMap<string, OutboundMapping> };
  sendSyntax: (partner: string) => object;
} {
  const copy = mkdtempSync(join(tmpdir(), 'waybill-samples-'));
  try {
    for (const name of ['hub.yaml', 'partners', 'mappings']) {
      cpSync(join(root, name), join(copy, name), { recursive: true });
    }
    for (const name of readdirSync(join(copy, 'partners'))) {
      const path = join(copy, 'partners', name);
      writeFileSync(path, readFileSync(path, 'utf8').replace(/^status: .*$/m, 'status: live'));
    }
    const { settings, problems } = loadHubFile(copy, {});
    const { mappings, outbound, problems: inMappings } = loadMappings(copy, outlineOf);
    expect([...problems, ...inMappings]).to.deep.equal([]);
    if (settings === undefined) throw new Error('there is no configuration');
    const { book, problems: inPartners } = loadPartners(copy, settings, { mappings, outbound });
    expect(inPartners).to.deep.equal([]);
    if (book === undefined) throw new Error('there are no partners');
    const context = {
      book,
      mappings,
      outbound,
      limits: settings.limits,
      today: '2026-04-15',
    };
    return { context, sendSyntax: (partner) => book.sendSyntax(partner) };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function translate(context: TranslationContext, partner: string, path: string): Promise<Translation> {
  const bytes = readFileSync(path);
  const connection = context.book.connections.find((one) => one.partner === partner);
  return translateFile(
    {
      id: fileId,
      name: path.split('/').at(-1) ?? '',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      byteCount: bytes.length,
      read: async function* () {
        yield bytes;
      },
      ...(connection === undefined ? {} : { connection }),
    },
    context,
  );
}

function describeRecords(translation: Translation): unknown[] {
  return recordsOf(translation).map(({ id, kind, businessKey, state, agreement, mapping, record }) => ({
    id,
    kind,
    businessKey,
    state,
    agreement: agreement.id,
    mapping: `${mapping.name} ${mapping.version}`,
    record,
  }));
}

/** Issues in the order of the file, without the ids of what they belong to. */
function describeIssues(translation: Translation): unknown[] {
  const own = translation.format === 'x12' ? translation.interchanges.flatMap(({ issues }) => issues) : [];
  const all: NewIssue[] = [...translation.issues, ...own];
  return all
    .map(({ subjectId: _, ...issue }) => issue)
    .sort((one, other) => (one.offset ?? -1) - (other.offset ?? -1));
}

function answerOf(translation: Translation, sendSyntax: (partner: string) => object): Buffer | undefined {
  if (translation.format !== 'x12') return undefined;
  const answers = translation.interchanges.flatMap(({ acknowledgment: plan, partner }) => {
    if (plan === undefined) return [];
    const syntax = sendSyntax(partner?.id ?? '') as NonNullable<
      Parameters<typeof composeAcknowledgment>[1]['syntax']
    >;
    const meant = composeAcknowledgment(plan, {
      ...stamp,
      groupControlNumbers: plan.groups.map((_, index) => index + 1),
      syntax,
    });
    const written = writeInterchange(meant);
    if ('faults' in written) throw new Error(written.faults[0]?.words);
    expect(readBack(written.bytes, meant)).to.deep.equal({ same: true });
    return [written.bytes];
  });
  return answers.length === 0 ? undefined : Buffer.concat(answers);
}

/** What is to become of each record that goes on. */
function planForwards(
  translation: Translation,
  { book, mappings, outbound }: ReturnType<typeof loadContext>['context'],
): PlannedDocument[] {
  return recordsOf(translation)
    .filter(({ state, agreement }) => state === 'accepted' && agreement.forward !== undefined)
    .map(({ kind, record, partner, agreement }) => {
      const from = { partner: partner.id, agreement: agreement.id };
      return planDocument({ kind, body: record, from }, { book, mappings, outbound }, stamp);
    });
}

/** Compares with the file, or writes it; `undefined` means that there is to be no file. */
function compare(path: string, actual: Buffer | undefined): void {
  if (update) {
    if (actual === undefined) rmSync(path, { force: true });
    else writeFileSync(path, actual);
    return;
  }
  const expected = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  expect(actual?.toString('utf8'), path).to.equal(expected);
}

const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

describe('samples', () => {
  const { context, sendSyntax } = loadContext();

  for (const partner of readdirSync(samples, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    for (const name of readdirSync(join(samples, partner.name))) {
      const folder = join(samples, partner.name, name);
      // What goes out is compared in test/steps/compose-document.test.ts.
      if (existsSync(join(folder, 'record.json'))) continue;
      it(`${partner.name}/${name} becomes what stands beside it`, async () => {
        const input = readdirSync(folder).find((file) => file.startsWith('input.'));
        expect(input, `an input in ${folder}`).to.not.equal(undefined);
        const translation = await translate(context, partner.name, join(folder, input ?? ''));
        compare(join(folder, 'records.json'), json(describeRecords(translation)));
        compare(join(folder, 'issues.json'), json(describeIssues(translation)));
        compare(join(folder, '997.edi'), answerOf(translation, sendSyntax));
        const plans = planForwards(translation, context);
        const out = plans.flatMap((plan) => (plan.state === 'ready' ? [plan.bytes] : []));
        compare(join(folder, 'out.edi'), out.length === 0 ? undefined : Buffer.concat(out));
        const held = plans.flatMap((plan) => (plan.state === 'held' ? [plan] : []));
        compare(join(folder, 'held.json'), held.length === 0 ? undefined : json(held));
      });
    }
  }
});
