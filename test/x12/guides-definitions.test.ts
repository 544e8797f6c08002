/**
 * The compiled guides against the facts they were made from: WAYBILL_CORPUS/../definitions, or ../shared/x12/definitions
 * beside the project.
 *
 * The facts of 861 and 824 are not among them; docs/x12.md says where those come from.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ta1Reasons } from '../../src/x12/acknowledge/acknowledgment-words.js';
import { ElementKind, type Dictionary } from '../../src/x12/guides/compile-dictionary.js';
import type { Guide } from '../../src/x12/guides/compile-guide.js';
import { findGuide, findVersion } from '../../src/x12/guides/find-guide.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const corpus = path.resolve(root, process.env['WAYBILL_CORPUS'] ?? '../shared/x12/corpus');
const folder = path.resolve(corpus, '../definitions');

/** Identifier, M or O, how often (0: any number); for a loop, of its trigger, and what stands behind it. */
type Item = [id: string, requirement: string, max: number, items?: Item[]];

type WrittenItem =
  [string, string, number] | { loop: string; req: string; max: number; items: WrittenItem[] };

type WrittenElement = [reference: string, requirement: string, repeat?: number];

interface WrittenDictionary {
  segments: Record<string, { els: WrittenElement[]; syn: string[] }>;
  composites: Record<string, WrittenElement[]>;
  elements: Record<string, { t: string; min: number; max: number }>;
}

/** Where a guide means to differ from the facts. */
const otherwise: Record<string, (items: Item[]) => Item[]> = {
  // two LS loops in CTP, one after the other, are one that may stand twice: see the guide
  '005010 832': (items) =>
    items.map(([id, requirement, max, inner]) =>
      inner === undefined ? [id, requirement, max] : [id, requirement, max, mergeAreas(inner)],
    ),
};

describe('X12 guides and the facts they were made from', function () {
  if (!existsSync(folder)) {
    it('are compared', function () {
      if (process.env['CI']) expect.fail(`no definitions at ${folder}: set WAYBILL_CORPUS`);
      this.skip();
    });
    return;
  }
  for (const release of ['4010', '5010']) {
    const version = `00${release}`;
    const { dictionary } = findVersion(version)!;
    const facts = read<WrittenDictionary>(`${release}/dictionary.json`);

    for (const file of readdirSync(path.join(folder, release)).filter((name) => /^\d+\.json$/.test(name))) {
      const { set, group, items } = read<{ set: string; group: string; items: WrittenItem[] }>(
        `${release}/${file}`,
      );
      it(`agree on the structure of ${set} in ${version}`, () => {
        const guide = findGuide(version, set)!;
        const adapt = otherwise[`${version} ${set}`] ?? ((same) => same);
        expect(itemsOf(guide, 0)).to.deep.equal(
          adapt(tidy(items).filter(([id]) => id !== 'ST' && id !== 'SE')),
        );
        expect(guide.functionalId).to.equal(group);
        expect(guide.confidence).to.equal('checked');
      });
    }

    it(`agree on every segment and composite of ${version}`, () => {
      for (const [id, { els, syn }] of Object.entries(facts.segments)) {
        if (id === 'SE') continue; // told by control.json; the dictionary has SE01 as text
        const row = dictionary.names.indexOf(id);
        expect(elementsOf(dictionary, row), id).to.deep.equal(els.map((element) => told(facts, element)));
        expect(conditionsOf(dictionary, row), id).to.deep.equal([...syn].sort());
      }
      for (const [id, parts] of Object.entries(facts.composites))
        expect(elementsOf(dictionary, dictionary.names.indexOf(id)), id).to.deep.equal(
          parts.map((element) => told(facts, element)),
        );
    });

    it(`agree on ST and SE of ${version}`, () => {
      type Control = [string, string, string, number, number][];
      const { segments } = read<{ segments: Record<string, Record<string, Control>> }>('control.json');
      for (const id of ['ST', 'SE']) {
        const elements = segments[id]![release] ?? segments[id]!['els']!;
        expect(elementsOf(dictionary, dictionary.names.indexOf(id))).to.deep.equal(
          elements.map(([reference, requirement, type, min, max]) =>
            [reference, requirement, 1, kindOf(type), min, max].join(' '),
          ),
        );
      }
    });
  }

  it('agree on the codes of TA1', () => {
    const { codes } = read<{ codes: Record<string, string[]> }>('control.json');
    expect(Object.keys(ta1Reasons).sort()).to.deep.equal(codes['I18']!.filter((code) => code !== '000'));
  });
});

function read<Facts>(name: string): Facts {
  return JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Facts;
}

function tidy(items: readonly WrittenItem[]): Item[] {
  return items.map((item) =>
    Array.isArray(item) ? item : [item.loop, item.req, item.max, tidy(item.items.slice(1))],
  );
}

function mergeAreas(items: readonly Item[]): Item[] {
  const merged: Item[] = [];
  for (const [id, requirement, max, inner] of items) {
    const before = merged.at(-1);
    if (id === 'LS' && before?.[0] === 'LS') {
      before[2] += max;
      before[3] = [...before[3]!.slice(0, -1), ...inner!];
    } else {
      merged.push(inner === undefined ? [id, requirement, max] : [id, requirement, max, mergeAreas(inner)]);
    }
  }
  return merged;
}

function itemsOf(guide: Guide, loop: number): Item[] {
  const items: Item[] = [];
  for (let item = guide.firstItem[loop]! + 1; item < guide.firstItem[loop + 1]!; item++) {
    const requirement = guide.nextMandatory[item] === item ? 'M' : 'O';
    const id = guide.dictionary.names[guide.itemRow[item]!]!;
    const max = guide.itemMax[item]!;
    const opened = guide.itemLoop[item]!;
    items.push(opened < 0 ? [id, requirement, max] : [id, requirement, max, itemsOf(guide, opened)]);
  }
  return items;
}

/** Each element as "reference, M or O, repetitions, kind, shortest, longest". */
function elementsOf(dictionary: Dictionary, row: number): string[] {
  const elements: string[] = [];
  for (let index = dictionary.first[row]!; index < dictionary.first[row + 1]!; index++)
    elements.push(
      [
        dictionary.reference[index],
        dictionary.mandatory[index] === 1 ? 'M' : 'O',
        dictionary.repeat[index],
        dictionary.kind[index],
        dictionary.min[index],
        dictionary.max[index],
      ].join(' '),
    );
  return elements;
}

function told(facts: WrittenDictionary, [reference, requirement, repeat = 1]: WrittenElement): string {
  const element = facts.elements[reference];
  const { t, min, max } = element ?? { t: 'composite', min: 0, max: 0 };
  return [reference, requirement, repeat, kindOf(t), min, max].join(' ');
}

function kindOf(type: string): number {
  return ElementKind[(/^N\d$/.test(type) ? 'N' : type) as keyof typeof ElementKind];
}

function conditionsOf(dictionary: Dictionary, row: number): string[] {
  return dictionary.conditions[row]!.map(
    ({ kind, elements }) => kind + elements.map((element) => String(element).padStart(2, '0')).join(''),
  ).sort();
}
