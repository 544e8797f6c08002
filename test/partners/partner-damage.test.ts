import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { loadHubFile } from '../../src/hub-file/load-hub-file.js';
import type { Problem } from '../../src/yaml/problem.js';
import { readYaml } from '../../src/yaml/read-yaml.js';
import { renderProblem } from '../../src/yaml/render-problem.js';
import { acme, hubYaml, loadFolder, northwind, partnerFolders } from './partner-folder.js';

/** Anything that JSON can hold, as odd as it gets. */
const oddValue = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1.5, 1e300, '', ' ', '/', '..', 'secret:', '*', '{control}', [], {}, [
    [],
  ]),
  fc.constantFrom('constructor', 'toString', 'hasOwnProperty', 'prototype', '\u202e', '😀', 'a'.repeat(300)),
  fc.jsonValue({ maxDepth: 2 }),
);

const damage = fc.array(
  fc.record({
    place: fc.nat({ max: 200 }),
    how: fc.constantFrom('replace', 'remove', 'rename', 'add'),
    value: oddValue,
    key: fc.oneof(
      fc.constantFrom('constructor', 'toString', 'receive', 'hostKey', 'a b', ''),
      fc.string({ maxLength: 8 }),
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

describe('damaged configuration', () => {
  const folders = partnerFolders();
  after(() => folders.remove());

  it('never throws, in partner files, and is placed inside the file', () => {
    const root = folders.make({ 'partners/b.yaml': northwind });
    check([acme, northwind], (text) => {
      writeFileSync(join(root, 'partners/a.yaml'), text);
      return loadFolder(root);
    });
  });

  it('never throws, in hub.yaml, and is placed inside the file', () => {
    const root = folders.make({});
    check(
      [hubYaml, `${hubYaml}limits: { fileBytesMax: 5 }\nsecrets: { from: [environment, { files: x }] }\n`],
      (text) => {
        writeFileSync(join(root, 'hub.yaml'), text);
        const { settings, problems } = loadHubFile(root, {});
        return { book: settings, problems };
      },
    );
  });
});

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function check(originals: string[], load: (text: string) => { book?: unknown; problems: Problem[] }): void {
  fc.assert(
    fc.property(fc.constantFrom(...originals), damage, (original, changes) => {
      // JSON is YAML, so a changed value needs no writer of YAML.
      const text = JSON.stringify(damaged(readYaml('x.yaml', original).value, changes), null, 1);
      const { book, problems } = load(text);
      const hasError = problems.some(({ severity }) => severity === 'error');
      expect(book === undefined).to.equal(hasError);
      for (const problem of problems) {
        expect(problem.message).not.to.equal('');
        if (problem.sourceLine !== undefined) {
          expect(problem.col + problem.length - 1).to.be.at.most(Math.max(1, problem.sourceLine.length));
        }
        expect(renderProblem(problem)).to.be.a('string');
      }
    }),
    { numRuns: 400 },
  );
}

function damaged(value: unknown, changes: Damage): unknown {
  const copy = structuredClone(value) as Record<string, unknown>;
  for (const { place, how, value: odd, key } of changes) {
    const places = containers(copy);
    const container = places[place % places.length]!;
    const keys = Object.keys(container);
    const chosen = keys[place % Math.max(1, keys.length)];
    if (how === 'add' || chosen === undefined) {
      define(container, key, odd);
    } else if (how === 'replace') {
      define(container, chosen, odd);
    } else {
      if (how === 'rename') define(container, key, container[chosen]);
      delete container[chosen];
    }
  }
  return copy;
}

/** All maps and lists of a value. */
function containers(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(containers)];
}

/** Also for keys such as __proto__, which an assignment would not make. */
function define(container: object, key: string, value: unknown): void {
  Object.defineProperty(container, key, { value, enumerable: true, writable: true, configurable: true });
}
