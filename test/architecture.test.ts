/**
 * The house rules of ARCHITECTURE.md, held by reading src/: who may import whom and by which door, sizes, names, headers.
 *
 * The plan itself stands in architecture/rooms.ts.
 */
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';
import { steps } from '../src/vocabulary/steps.js';
import { filesPerRoomMax, homes, roomRules, sharedPrefixMax } from './architecture/rooms.js';
import { importedFile, projectRoot, readSource, readSources, type SourceFile } from './kit/source-files.js';

const sources = readSources('src');

/** The folder of src/, or the file at its top, that a file belongs to. */
function roomOf(path: string): string {
  return path.replace(/^src\//, '').replace(/[/.].*$/, '');
}

/** The room inside its room, such as `received` of `src/store/received/files.ts`; undefined for files of the room itself. */
function innerRoomOf(path: string): string | undefined {
  const [, , inner, file] = path.split('/');
  return file === undefined ? undefined : inner;
}

const linesMax = 400;
const medianBelow = 100;
const functionLinesMax = 70;
const nestingMax = 3;
const parametersMax = 4;

const forbiddenNames = [
  ...['util', 'utils', 'type', 'types', 'interfaces', 'helper', 'helpers', 'common', 'misc', 'shared'],
  ...['manager', 'handle', 'handler', 'process', 'processor', 'payload', 'message'],
];

/** Fails with all offenders at once, each on its line. */
function expectNone(offenders: string[]): void {
  expect(offenders, `\n${offenders.join('\n')}\n`).to.deep.equal([]);
}

describe('architecture', () => {
  it('knows every room of src, and every room inside one', () => {
    const unknown = sources.flatMap(({ path }) => {
      const rule = roomRules[roomOf(path)];
      if (rule === undefined) return [roomOf(path)];
      const inner = innerRoomOf(path);
      return inner === undefined || inner in (rule.inside ?? {}) ? [] : [`${roomOf(path)}/${inner}`];
    });
    expectNone([...new Set(unknown)]);
  });

  it('has no room in the plan that is not there', () => {
    const there = new Set(
      sources.flatMap(({ path }) => [roomOf(path), `${roomOf(path)}/${innerRoomOf(path)}`]),
    );
    const planned = Object.entries(roomRules).flatMap(([room, { inside = {} }]) => [
      room,
      ...Object.keys(inside).map((inner) => `${room}/${inner}`),
    ]);
    expectNone(planned.filter((room) => !there.has(room)));
  });

  it('lets upper rooms import lower ones, and never the other way', () => {
    const order = Object.keys(roomRules);
    const faults = Object.entries(roomRules).flatMap(([room, { imports, types = [] }]) =>
      [...imports, ...types]
        .filter((other) => order.indexOf(other) === -1 || order.indexOf(other) >= order.indexOf(room))
        .map((other) => `${room} may not import ${other}, which stands above it`),
    );
    expectNone(faults);
  });

  it('allows no import that no file makes', () => {
    const made = new Set(
      sources.flatMap(({ path, imports }) =>
        imports.map(({ from }) => `${roomOf(path)} ${roomOf(importedFile(path, from) ?? '')}`),
      ),
    );
    const idle = Object.entries(roomRules).flatMap(([room, { imports, types = [] }]) =>
      [...imports, ...types]
        .filter((other) => !made.has(`${room} ${other}`))
        .map((other) => `${room} ${other}`),
    );
    expectNone(idle);
  });

  it('lets a room import only what the plan allows', () => {
    expectNone(sources.flatMap((source) => importFaults(source)));
  });

  it('enters a room by its door only', () => {
    expectNone(sources.flatMap((source) => doorFaults(source)));
  });

  it(`keeps rooms at ${filesPerRoomMax} files`, () => {
    const counts = [...grouped(sources, ({ path }) => dirname(path))];
    expectNone(
      counts
        .filter(([, files]) => files.length > filesPerRoomMax)
        .map(([folder, files]) => `${folder}: ${files.length} files`),
    );
  });

  it(`makes a folder of a prefix that more than ${sharedPrefixMax} files share`, () => {
    expectNone(prefixFaults(sources.map(({ path }) => path)));
  });

  it('is shown by ARCHITECTURE.md as it is held', () => {
    expect(shownRules()).to.deep.equal(heldRules());
  });

  it('lets x12 import nothing from outside, no package and nothing of Node', () => {
    const x12 = sources.filter(({ path }) => roomOf(path) === 'x12');
    expect(x12).not.to.have.length(0);
    expectNone(
      x12.flatMap(({ path, imports }) =>
        imports
          .filter(({ from }) => !from.startsWith('./') && !from.startsWith('../'))
          .map(({ from }) => `${path}: ${from}`),
      ),
    );
  });

  it('keeps each outside package at its home', () => {
    expectNone(sources.flatMap((source) => packageFaults(source)));
  });

  it('has no import cycle, not even of types', () => {
    expectNone(cycles(importGraph(sources)));
  });

  it(`keeps files at ${linesMax} lines, with a median below ${medianBelow}`, () => {
    expectNone(
      sources.filter(({ lines }) => lines > linesMax).map(({ path, lines }) => `${path}: ${lines} lines`),
    );
    const sorted = sources.map(({ lines }) => lines).sort((one, other) => one - other);
    expect(sorted[Math.floor(sorted.length / 2)]).to.be.below(medianBelow);
  });

  it(`keeps functions at ${functionLinesMax} lines`, () => {
    expectNone(functionFaults(({ lines }) => lines > functionLinesMax, 'lines'));
  });

  it(`keeps conditions and loops at ${nestingMax} levels`, () => {
    expectNone(functionFaults(({ nesting }) => nesting > nestingMax, 'nesting'));
  });

  it(`keeps functions at ${parametersMax} parameters, or takes an object`, () => {
    expectNone(functionFaults(({ parameters }) => parameters > parametersMax, 'parameters'));
  });

  it('names files in kebab-case, and never after a bucket', () => {
    expectNone(
      sources
        .map(({ path }) => path)
        .filter((path) => {
          const names = path.replace(/\.ts$/, '').split('/').slice(1);
          return names.some(
            (name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || forbiddenNames.includes(name),
          );
        }),
    );
  });

  it('opens each module with a comment that says what it is', () => {
    expectNone(sources.filter(({ text }) => !hasHeader(text)).map(({ path }) => path));
  });

  it('exports by name only', () => {
    expectNone(nodesOfType('ExportDefaultDeclaration'));
  });

  it('holds no any, no silenced compiler and no empty catch', () => {
    expectNone([...nodesOfType('TSAnyKeyword'), ...emptyCatches()]);
    const silenced = sources.filter(({ text }) =>
      /@ts-(ignore|expect-error|nocheck)|(es|ox)lint-disable/.test(text),
    );
    expectNone(silenced.map(({ path }) => path));
  });

  it('reads process.env only where the hub is put together', () => {
    const allowed = ['main', 'cli', 'commands'];
    const readers = sources.filter(
      ({ path, nodes }) => !allowed.includes(roomOf(path)) && nodes.some(isProcessEnv),
    );
    expectNone(readers.map(({ path }) => path));
  });
});

describe('the rules themselves', () => {
  const from = (path: string, text: string) => readSource(path, text);

  it('see an import that the plan does not allow', () => {
    const source = from(
      'src/transports/folder/folder.ts',
      "import { a } from '../../store/received/index.js';\n",
    );
    expect(importFaults(source)).to.deep.equal(['src/transports/folder/folder.ts:1 imports store']);
  });

  it('see an import between rooms inside a room that the plan does not allow', () => {
    const path = 'src/mapping/values/forms.ts';
    expect(importFaults(from(path, "import { a } from '../file/index.js';"))).to.deep.equal([]);
    expect(importFaults(from(path, "import { a } from '../rules/index.js';"))).to.deep.equal([
      'src/mapping/values/forms.ts:1 imports mapping/rules',
    ]);
  });

  it('see who comes in by the window', () => {
    const faults = (path: string, text: string) => doorFaults(from(path, text)).length;
    expect(faults('src/steps/send/send.ts', "import { a } from '../../store/sent/index.js';")).to.equal(0);
    expect(faults('src/steps/send/send.ts', "import { a } from '../../store/sent/answers.js';")).to.equal(1);
    expect(faults('src/translation/a.ts', "import { a } from '../x12/read/index.js';")).to.equal(1);
    expect(faults('src/translation/a.ts', "import { a } from '../x12/index.js';")).to.equal(0);
    expect(faults('src/x12/read/a.ts', "import { a } from '../tokens/text.js';")).to.equal(1);
    expect(faults('src/x12/read/a.ts', "import { a } from '../report.js';")).to.equal(0);
    expect(faults('src/x12/read/a.ts', "import { a } from '../index.js';")).to.equal(1);
  });

  it('see a prefix that should be a folder', () => {
    const files = (folder: string, ...names: string[]) => names.map((name) => `${folder}/${name}.ts`);
    expect(prefixFaults(files('src/a', 'csv', 'csv-row', 'csv-cell'))).to.deep.equal([
      'src/a: 3 files begin with csv',
    ]);
    expect(prefixFaults(files('src/csv', 'csv', 'csv-row', 'csv-cell'))).to.deep.equal([]);
    expect(
      prefixFaults(files('src/translation', 'translate-file', 'translate-x12', 'translate-record')),
    ).to.deep.equal([]);
  });

  it('tell types from values', () => {
    const path = 'src/composition/a.ts';
    expect(importFaults(from(path, "import type { A } from '../mapping/index.js';"))).to.deep.equal([]);
    expect(importFaults(from(path, "import { type A } from '../mapping/index.js';"))).to.deep.equal([]);
    expect(importFaults(from(path, "import { type A, b } from '../mapping/index.js';"))).to.have.length(1);
  });

  it('see what is exported again, and what is imported late', () => {
    const path = 'src/erp/adapters/http.ts';
    expect(importFaults(from(path, "export { a } from '../../store/sent/index.js';"))).to.have.length(1);
    expect(importFaults(from(path, "const a = await import('../../store/sent/index.js');"))).to.have.length(
      1,
    );
  });

  it('see a package away from home, and one that has none', () => {
    expect(packageFaults(from('src/steps/a.ts', "import { Queue } from 'bullmq';"))).to.have.length(1);
    expect(packageFaults(from('src/steps/a.ts', "import a from 'left-pad';"))).to.have.length(1);
    expect(packageFaults(from('src/formats/a.ts', "import { parse } from 'csv-parse/sync';"))).to.deep.equal(
      [],
    );
  });

  it('see a cycle', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ]);
    expect(cycles(graph)).to.deep.equal(['b -> c -> b']);
  });

  it('count lines, levels and parameters', () => {
    const text =
      'function f(a, b, c, d, e) {\n  if (a) { for (;;) { while (b) { try { c; } finally { d; } } } }\n}\n';
    expect(from('src/a.ts', text).functions).to.deep.equal([
      { name: 'f', line: 1, lines: 3, parameters: 5, nesting: 4 },
    ]);
  });

  it('count else if as one level', () => {
    const [found] = from(
      'src/a.ts',
      'const f = () => { if (1) {} else if (2) {} else if (3) {} };',
    ).functions;
    expect(found!.nesting).to.equal(1);
  });
});

function importFaults({ path, imports }: SourceFile): string[] {
  const own = roomOf(path);
  return imports.flatMap(({ from, typeOnly, line }) => {
    const file = importedFile(path, from);
    if (file === undefined) return [];
    const other = roomOf(file);
    const rule = roomRules[own];
    if (other !== own) {
      if (other === 'vocabulary' || other === 'defined') return [];
      const allowed = rule?.imports.includes(other) || (typeOnly && rule?.types?.includes(other));
      return allowed ? [] : [`${path}:${line} imports ${other}`];
    }
    const [inner, neighbour] = [innerRoomOf(path), innerRoomOf(file)];
    if (inner === undefined || neighbour === undefined || inner === neighbour) return [];
    return rule?.inside?.[inner]?.includes(neighbour) ? [] : [`${path}:${line} imports ${own}/${neighbour}`];
  });
}

/** What is imported from another room otherwise than by its door. */
function doorFaults({ path, imports }: SourceFile): string[] {
  return imports.flatMap(({ from, line }) => {
    const file = importedFile(path, from);
    return file === undefined || isByDoor(path, file) ? [] : [`${path}:${line} imports ${from}, no door`];
  });
}

function isByDoor(path: string, file: string): boolean {
  const room = roomOf(file);
  if (file === `src/${room}.ts`) return true;
  const inner = innerRoomOf(file);
  const [door, innerDoor] = [`src/${room}/index.ts`, `src/${room}/${inner}/index.ts`];
  if (roomOf(path) === room)
    return inner === innerRoomOf(path) || inner === undefined ? file !== door : file === innerDoor;
  // A command starts fast because the command line loads nothing but its file.
  if (roomOf(path) === 'cli' && room === 'commands') return true;
  return file === door || (roomRules[room]?.open === true && file === innerDoor);
}

/** Folders in which more files share a first word than may, unless the word is the folder's own. */
function prefixFaults(paths: readonly string[]): string[] {
  const byPrefix = grouped(paths, (path) => `${dirname(path)} ${basename(path, '.ts').split('-')[0]}`);
  return [...byPrefix].flatMap(([key, files]) => {
    const [folder = '', word = ''] = key.split(' ');
    const isOwn = basename(folder).startsWith(word) || basename(folder).slice(0, 6) === word.slice(0, 6);
    if (isOwn || files.length <= sharedPrefixMax) return [];
    return [`${folder}: ${files.length} files begin with ${word}`];
  });
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** Sorted, as words: what may be imported, of what types, and the rooms inside; those of steps follow from the vocabulary. */
type RuleText = Record<string, { imports: string; types: string; inside: string }>;

function heldRules(): RuleText {
  const words = (names: readonly string[] = []) => [...names].sort().join(' ');
  return Object.fromEntries(
    Object.entries(roomRules).map(([room, { imports, types, inside = {} }]) => [
      room,
      { imports: words(imports), types: words(types), inside: words(insideOf(room, inside)) },
    ]),
  );
}

function insideOf(room: string, inside: Record<string, string[]>): string[] {
  const names = Object.keys(inside);
  return room === 'steps' ? names.filter((name) => !(name in steps)) : names;
}

/** The table of ARCHITECTURE.md whose head is `| Room | Rooms inside | May import |`. */
function shownRules(): RuleText {
  const text = readFileSync(join(projectRoot, 'ARCHITECTURE.md'), 'utf8');
  const [, table = ''] =
    /^\| Room +\| Rooms inside +\| May import +\|\n\|[^\n]*\n((?:\|.*\n)+)/m.exec(text) ?? [];
  const words = (cell: string) =>
    [...cell.matchAll(/`([\w-]+)`/g)]
      .map((match) => match[1]!)
      .sort()
      .join(' ');
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.split('|').slice(1, -1));
  return Object.fromEntries(
    rows.flatMap(([names = '', inside = '', allowed = '']) => {
      const [imports = '', types = ''] = allowed.split('types of');
      const rule = { imports: words(imports), types: words(types), inside: words(inside) };
      return words(names)
        .split(' ')
        .map((name) => [name, rule] as const);
    }),
  );
}

function packageFaults({ path, imports }: SourceFile): string[] {
  return imports.flatMap(({ from, line }) => {
    if (from.startsWith('.') || from.startsWith('node:') || from === '#crash-points') return [];
    const name = from
      .split('/')
      .slice(0, from.startsWith('@') ? 2 : 1)
      .join('/');
    if (homes[name]?.includes(roomOf(path))) return [];
    return [`${path}:${line} imports ${name}, which lives in ${homes[name]?.join(', ') ?? 'no module yet'}`];
  });
}

function importGraph(files: SourceFile[]): Map<string, string[]> {
  const targets = ({ path, imports }: SourceFile) =>
    imports.flatMap(({ from }) => importedFile(path, from) ?? []);
  return new Map(files.map((file) => [file.path, targets(file)]));
}

/** Each cycle once, as `a -> b -> a`. */
function cycles(graph: Map<string, string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (node: string, way: string[]): void => {
    const start = way.indexOf(node);
    if (start !== -1) found.push([...way.slice(start), node].join(' -> '));
    if (start !== -1 || done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...way, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return found;
}

function functionFaults(
  isFault: (found: SourceFile['functions'][number]) => boolean,
  measure: 'lines' | 'nesting' | 'parameters',
): string[] {
  return sources.flatMap(({ path, functions }) =>
    functions
      .filter(isFault)
      .map((found) => `${path}:${found.line} ${found.name}: ${measure} ${found[measure]}`),
  );
}

/** A block comment before anything else, of one to five lines of text. */
function hasHeader(text: string): boolean {
  const block = /^(?:#!.*\n)?\/\*\*\n((?: \*.*\n)+?) \*\/\n/.exec(text)?.[1];
  if (block === undefined) return false;
  const written = block.split('\n').filter((line) => line.replace(/^ \*/, '').trim() !== '');
  return written.length >= 1 && written.length <= 6;
}

function nodesOfType(type: string): string[] {
  return sources.flatMap(({ path, nodes }) =>
    nodes.filter((node) => node.type === type).map((node) => `${path}:${node.loc.start.line}`),
  );
}

/** A catch block may do nothing only if it says why. */
function emptyCatches(): string[] {
  return sources.flatMap(({ path, nodes }) =>
    nodes
      .filter((node) => node.type === 'CatchClause')
      .filter(({ body }) => {
        const block = body as { body: unknown[]; innerComments?: unknown[] };
        return block.body.length === 0 && !block.innerComments?.length;
      })
      .map((node) => `${path}:${node.loc.start.line}`),
  );
}

function isProcessEnv(node: { type: string; object?: unknown; property?: unknown }): boolean {
  const { object, property } = node as { object?: { name?: string }; property?: { name?: string } };
  return node.type === 'MemberExpression' && object?.name === 'process' && property?.name === 'env';
}
