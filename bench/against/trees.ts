/**
 * The two trees that are compared: this one, and another commit built in a folder under node_modules/.cache.
 *
 * A tree is built elsewhere and then renamed to the full hash of its commit, so a folder of that name is always whole.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ownRoot = realpathSync(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const archiveBytesMax = 1024 ** 3;

export interface Tree {
  /** Its top, where package.json is. */
  root: string;
  /** What tables call it: `this tree`, or the short hash. */
  name: string;
  /** Short hash, date and subject of the commit, and whether files differ from it. */
  commit: string;
}

/** A sentence for whoever ran the bench; not a fault of the bench. */
export class TreeError extends Error {}

/** This tree, its hub built anew. @throws TreeError when it does not build */
export function openOwnTree(): Tree {
  const changed = git(['status', '--porcelain']).trim() !== '';
  build(ownRoot, 'this tree');
  const commit = commitLine('HEAD') + (changed ? ', with uncommitted changes' : '');
  return { root: ownRoot, name: 'this tree', commit };
}

/**
 * Another commit, built. A tree that an earlier run built is taken as it is, unless it has our packages and no longer
 * the same lockfile.
 * @param revision whatever `git rev-parse` knows
 * @throws TreeError when there is no such commit, or when it does not build
 */
export function openOtherTree(revision: string): Tree {
  const hash = resolveCommit(revision);
  const cache = join(realpathSync(join(ownRoot, 'node_modules')), '.cache', 'waybill-against');
  const root = join(cache, hash);
  mkdirSync(cache, { recursive: true });
  if (!isUsable(root)) {
    rmSync(root, { recursive: true, force: true });
    makeTree(hash, cache, root);
  }
  return { root, name: hash.slice(0, 7), commit: commitLine(hash) };
}

/** Whether a folder of this tree is another one in a commit. Files that Git does not know are left out. */
export function hasOtherFiles(revision: string, folder: string): boolean {
  return git(['diff', '--name-only', resolveCommit(revision), '--', folder]).trim() !== '';
}

/** @returns the full hash. @throws TreeError when this repository has no such commit */
export function resolveCommit(revision: string): string {
  try {
    return git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]).trim();
  } catch {
    throw new TreeError(
      `There is no commit "${revision}" in this repository. Give a hash, a branch or a tag; fetch it first where the clone is shallow.`,
    );
  }
}

function isUsable(root: string): boolean {
  if (!existsSync(root)) return false;
  const isLinked = lstatSync(join(root, 'node_modules')).isSymbolicLink();
  return !isLinked || hasOurLockfile(root);
}

/** Built outside of node_modules, where the compiler treats sources as those of a package, and then copied. */
function makeTree(hash: string, cache: string, root: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-against-'));
  try {
    const archive = git(['archive', '--format=tar', hash], 'buffer');
    execFileSync('tar', ['-x', '-f', '-', '-C', folder], { input: archive });
    installPackages(folder, hash.slice(0, 7));
    build(folder, `commit ${hash.slice(0, 7)}`);
    const copy = mkdtempSync(join(cache, `${hash}-`));
    cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
    // Another run may have been faster; its tree is the same.
    if (existsSync(root)) rmSync(copy, { recursive: true });
    else renameSync(copy, root);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function installPackages(folder: string, name: string): void {
  if (hasOurLockfile(folder)) {
    symlinkSync(realpathSync(join(ownRoot, 'node_modules')), join(folder, 'node_modules'));
    return;
  }
  say(`${name} has another package-lock.json: npm ci --ignore-scripts for it`);
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder, `npm ci of commit ${name}`);
}

function hasOurLockfile(folder: string): boolean {
  const lockfile = (root: string) => join(root, 'package-lock.json');
  if (!existsSync(lockfile(folder))) return false;
  return readFileSync(lockfile(folder)).equals(readFileSync(lockfile(ownRoot)));
}

function build(folder: string, name: string): void {
  const { scripts = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    scripts?: Record<string, string>;
  };
  const script = ['build', 'prepare'].find((one) => Object.hasOwn(scripts, one));
  if (script === undefined) throw new TreeError(`package.json of ${name} has no script that builds it.`);
  say(`building ${name}`);
  run('npm', ['run', '--silent', script], folder, `npm run ${script} of ${name}`);
  run(process.execPath, ['dist/cli.js', '--version'], folder, `dist/cli.js --version of ${name}`);
}

function run(program: string, words: readonly string[], cwd: string, what: string): void {
  try {
    execFileSync(program, words, { cwd, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new TreeError(`${what} failed:\n${stdout}${stderr}`.trimEnd());
  }
}

function commitLine(revision: string): string {
  return git(['log', '-1', '--date=iso', '--format=%h, %cd, %s', revision]).trim();
}

function git(words: readonly string[]): string;
function git(words: readonly string[], encoding: 'buffer'): Buffer;
function git(words: readonly string[], encoding: 'utf8' | 'buffer' = 'utf8'): string | Buffer {
  return execFileSync('git', words, {
    cwd: ownRoot,
    encoding,
    maxBuffer: archiveBytesMax,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Progress goes to stderr: stdout is the result. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
