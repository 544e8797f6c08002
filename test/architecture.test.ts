/**
 * The house rules of ARCHITECTURE.md, held by reading src/: who may import whom, sizes, names, headers.
 *
 * A rule is changed here and in ARCHITECTURE.md together, on purpose, never by a file that breaks it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { importedFile, projectRoot, readSource, readSources, type SourceFile } from './kit/source-files.js';

const sources = readSources('src');

/** The folder of src/, or the file at its top, that a file belongs to. */
function moduleOf(path: string): string {
  return path.replace(/^src\//, '').replace(/[/.].*$/, '');
}

interface ImportRule {
  /** Modules of ours that may be imported. */
  imports: string[];
  /** Modules of ours of which types may be imported. */
  types?: string[];
}

const edges = ['store', 'queues', 'transports', 'erp'];
const core = [
  'errors',
  'name-pattern',
  'timing',
  'log',
  'secrets',
  'config',
  'yaml',
  'x12',
  'canonical',
  'formats',
  'mapping',
  'partners',
];

/** Who may import whom. A module that is not here may not exist. Every module may import '#crash-points'. */
const importRules: Record<string, ImportRule> = {
  'crash-points': { imports: [] },
  errors: { imports: [] },
  'name-pattern': { imports: [] },
  timing: { imports: [] },
  log: { imports: [] },
  x12: { imports: [] },
  canonical: { imports: [] },
  yaml: { imports: ['errors'] },
  secrets: { imports: ['errors'] },
  config: { imports: ['errors', 'timing', 'yaml', 'secrets'] },
  formats: { imports: ['errors', 'x12'] },
  mapping: { imports: ['errors', 'yaml', 'canonical', 'formats'], types: ['x12'] },
  partners: { imports: ['errors', 'name-pattern', 'yaml', 'secrets', 'config'] },
  transports: { imports: ['errors', 'name-pattern'] },
  queues: { imports: ['errors', 'log'] },
  erp: { imports: ['errors', 'canonical', 'formats'] },
  store: { imports: ['errors', 'canonical'], types: ['formats', 'partners'] },
  steps: { imports: [...core, ...edges] },
  api: { imports: ['errors', 'log', 'canonical', 'partners', 'store', 'queues'] },
  configuration: { imports: [...core, ...edges] },
  changes: { imports: [...core, ...edges, 'configuration', 'steps'] },
  operations: { imports: [...core, ...edges, 'configuration', 'changes', 'steps'] },
  repeat: { imports: [] },
  'start-work': { imports: [...core, ...edges, 'repeat', 'steps'] },
  version: { imports: [] },
  main: {
    imports: [
      ...core,
      ...edges,
      ...['configuration', 'changes', 'version', 'steps', 'operations', 'start-work', 'api'],
    ],
  },
  commands: {
    imports: [...core, ...edges, 'version', 'configuration', 'steps', 'changes', 'operations', 'api', 'main'],
  },
  cli: { imports: ['version', 'commands'] },
};

/** Where each outside package lives. */
const homes: Record<string, string[]> = {
  bullmq: ['queues'],
  ioredis: ['queues'],
  pg: ['store'],
  kysely: ['store'],
  '@electric-sql/pglite': ['store'],
  ssh2: ['transports'],
  'ssh2-sftp-client': ['transports'],
  chokidar: ['transports'],
  fastify: ['api'],
  '@fastify/cookie': ['api'],
  '@fastify/formbody': ['api'],
  '@fastify/helmet': ['api'],
  '@fastify/rate-limit': ['api'],
  '@bull-board/api': ['api'],
  '@bull-board/fastify': ['api'],
  'prom-client': ['api'],
  'csv-parse': ['formats'],
  'csv-stringify': ['formats'],
  yaml: ['yaml'],
  'fastest-levenshtein': ['yaml'],
  'decimal.js': ['canonical', 'mapping'],
  luxon: ['timing'],
  'p-limit': ['transports', 'steps', 'erp'],
  pino: ['log'],
  'node-x12': ['steps'],
  'fast-xml-parser': ['steps'],
  commander: ['cli'],
  picocolors: ['yaml', 'cli', 'commands'],
  uuid: ['store', 'steps', 'main', 'commands'],
  zod: Object.keys(importRules).filter(
    (name) => !['x12', 'errors', 'name-pattern', 'log', 'crash-points'].includes(name),
  ),
};

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
  it('knows every module of src', () => {
    const unknown = sources.map(({ path }) => moduleOf(path)).filter((name) => !(name in importRules));
    expectNone([...new Set(unknown)]);
  });

  it('lets a module import only what the table allows', () => {
    expectNone(sources.flatMap((source) => importFaults(source)));
  });

  it('is shown by ARCHITECTURE.md as it is held', () => {
    const rows = [
      ...readFileSync(join(projectRoot, 'ARCHITECTURE.md'), 'utf8').matchAll(/^\| (`.+?) +\| (.+?) +\|$/gm),
    ];
    const words = (cell: string) => [...cell.matchAll(/`([\w-]+)`/g)].map((match) => match[1]!).sort();
    const shown = new Map(
      rows.flatMap(([, modules = '', allowed = '']) => {
        if (allowed.startsWith('all of the above')) return [];
        const [values = '', types = ''] = allowed.replace(/nothing.*/, '').split('types of');
        return words(modules).map((name) => [name, { imports: words(values), types: words(types) }] as const);
      }),
    );
    for (const [name, rule] of Object.entries(importRules)) {
      if (
        ['steps', 'configuration', 'changes', 'operations', 'start-work', 'main', 'commands', 'cli'].includes(
          name,
        )
      )
        continue;
      const held = { imports: [...rule.imports].sort(), types: [...(rule.types ?? [])].sort() };
      expect(shown.get(name), name).to.deep.equal(held);
    }
  });

  it('lets x12 import nothing from outside, no package and nothing of Node', () => {
    const x12 = sources.filter(({ path }) => moduleOf(path) === 'x12');
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
      ({ path, nodes }) => !allowed.includes(moduleOf(path)) && nodes.some(isProcessEnv),
    );
    expectNone(readers.map(({ path }) => path));
  });
});

describe('the rules themselves', () => {
  const from = (path: string, text: string) => readSource(path, text);

  it('see an import that the table does not allow', () => {
    const source = from('src/transports/folder.ts', "import { a } from '../store/files.js';\n");
    expect(importFaults(source)).to.deep.equal(['src/transports/folder.ts:1 imports store']);
  });

  it('tell types from values', () => {
    const path = 'src/store/files.ts';
    expect(importFaults(from(path, "import type { A } from '../partners/index.js';"))).to.deep.equal([]);
    expect(importFaults(from(path, "import { type A } from '../partners/index.js';"))).to.deep.equal([]);
    expect(importFaults(from(path, "import { type A, b } from '../partners/index.js';"))).to.have.length(1);
  });

  it('see what is exported again, and what is imported late', () => {
    const path = 'src/erp/http.ts';
    expect(importFaults(from(path, "export { a } from '../store/a.js';"))).to.have.length(1);
    expect(importFaults(from(path, "const a = await import('../store/a.js');"))).to.have.length(1);
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
  const own = moduleOf(path);
  const rule = importRules[own];
  return imports.flatMap(({ from, typeOnly, line }) => {
    const file = importedFile(path, from);
    if (file === undefined) return [];
    const other = moduleOf(file);
    if (other === own || rule?.imports.includes(other) || (typeOnly && rule?.types?.includes(other)))
      return [];
    return [`${path}:${line} imports ${other}`];
  });
}

function packageFaults({ path, imports }: SourceFile): string[] {
  return imports.flatMap(({ from, line }) => {
    if (from.startsWith('.') || from.startsWith('node:') || from === '#crash-points') return [];
    const name = from
      .split('/')
      .slice(0, from.startsWith('@') ? 2 : 1)
      .join('/');
    if (homes[name]?.includes(moduleOf(path))) return [];
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
