/**
 * The worked examples of CONTRIBUTING.md are complete: in a copy of the tree, the changes that they show and no others give a
 * hub that passes the compiler and the tests which they name.
 */
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { readDocument } from './kit/documents.js';
import { projectRoot } from './kit/source-files.js';
import { start } from './kit/started.js';
import { changed, readExamples } from './kit/worked-examples.js';

const examples = readExamples(readDocument('CONTRIBUTING.md'));
const added = examples.flatMap(({ changes }) =>
  changes.filter(({ kind }) => kind === 'new').map(({ path }) => path),
);

/** What is made, and what is of this machine. */
const notCopied = ['.git', 'data', 'dist', 'node_modules'];

describe('the worked examples', function () {
  this.timeout(300_000);
  let copy: string;

  before(async () => {
    copy = await mkdtemp(join(tmpdir(), 'waybill-examples-'));
    for (const name of readdirSync(projectRoot).filter((one) => !notCopied.includes(one)))
      await cp(join(projectRoot, name), join(copy, name), { recursive: true });
    // The compiled crash points are the only thing that tests need of dist.
    for (const name of ['node_modules', 'dist']) await symlink(join(projectRoot, name), join(copy, name));
  });
  after(() => rm(copy, { recursive: true, force: true }));

  /** Runs a program of node_modules in the copy. @throws Error with what it said when it fails */
  async function run(program: string, ...args: string[]): Promise<void> {
    const child = start('SIGTERM', process.execPath, [join(copy, 'node_modules', program), ...args], {
      cwd: copy,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${said}`);
  }

  const commandsOf = (program: string) =>
    examples.flatMap(({ commands }) => commands.filter((line) => line.startsWith(`npx ${program} `)));

  it('are of a step, an operation and an issue code, and name commands that this test runs', () => {
    expect(examples.map(({ title }) => title)).to.deep.equal([
      'Add a step',
      'Add an operation',
      'Add an issue code',
    ]);
    const commands = examples.flatMap((example) => example.commands);
    expect(commands).to.have.members([...commandsOf('tsx'), ...commandsOf('mocha')]);
    for (const { commands: own } of examples) expect(own.at(-1)).to.match(/^npx mocha --spec /);
  });

  for (const { title, changes } of examples) {
    it(`fit the tree: ${title}`, async () => {
      for (const change of changes) {
        const path = join(copy, change.path);
        const before = existsSync(path) ? await readFile(path, 'utf8') : undefined;
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, changed(before, change));
      }
    });
  }

  it('renew the references, which then tell of them', async () => {
    for (const line of commandsOf('tsx')) await run('tsx/dist/cli.mjs', ...line.split(' ').slice(2));
    const reads = (path: string) => readFileSync(join(copy, path), 'utf8');
    expect(reads('docs/reference/states.md')).to.include('| `archive` |');
    expect(reads('docs/reference/events.md')).to.include('| `archive.dead-lettered` |');
    expect(reads('docs/errors.md')).to.include('#### RECIPIENT_IS_SENDER');
  });

  it('pass the compiler', async () => {
    const options = { extends: './tsconfig.json', include: ['src', ...added] };
    await writeFile(join(copy, 'tsconfig.examples.json'), JSON.stringify(options));
    // Several threads would take twice the processor time.
    await run('typescript/bin/tsc', '-p', 'tsconfig.examples.json', '--singleThreaded');
  });

  it('pass the tests that they name', async () => {
    const specs = commandsOf('mocha').flatMap((line) =>
      [...line.matchAll(/--spec '?([^' ]+)/g)].map((match) => match[1]!),
    );
    const unique = [...new Set(specs)];
    expect(unique).to.include.members(added.filter((path) => path.endsWith('.test.ts')));
    await run('mocha/bin/mocha.js', ...unique.flatMap((spec) => ['--spec', spec]));
  });
});

describe('a change of a worked example', () => {
  const hunks = { path: 'a.ts', kind: 'hunks' as const, text: ' one\n+two\n-three\n@@\n four\n+five\n' };

  it('adds and removes lines between those that are there', () => {
    expect(changed('zero\none\nthree\nfour\n', hunks)).to.equal('zero\none\ntwo\nfour\nfive\n');
  });

  it('is refused where its lines are not there, or there twice', () => {
    expect(() => changed('one\nfour\n', hunks)).to.throw('a.ts has these lines 0 times');
    expect(() => changed('one\nthree\nfour\none\nthree\n', hunks)).to.throw('a.ts has these lines 2 times');
  });

  it('makes no file that is there, and changes none that is not', () => {
    expect(() => changed('a', { ...hunks, kind: 'new' })).to.throw('a.ts is there already');
    expect(() => changed(undefined, hunks)).to.throw('a.ts is not there');
  });

  it('belongs to a file', () => {
    const block = '## Worked examples\n\n### A\n\n```ts\nlet a;\n```\n\n## Next\n';
    expect(() => readExamples(block)).to.throw('A: a block of ts belongs to no file');
  });
});
