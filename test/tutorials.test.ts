/**
 * The tutorials do what they show: their files are saved, their commands run, and each line that they show comes out.
 *
 * Only what needs no running hub is tried; the compiled command line is run, as readers run it.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from './kit/source-files.js';

const cli = join(projectRoot, 'dist/cli.js');

/** Commands that start a hub, ask one, or hand files to one. */
const needsHub = /^npx waybill (start|status|outbound)\b|^(cp|cat|ls) .*data\//;

/** What stands for programs that a machine may lack, or has under another name. */
const shell = [
  `npx() { shift; "${process.execPath}" "${cli}" "$@"; }`,
  `jq() { "${process.execPath}" -e 'const [, at] = /documents.(.)/.exec(process.argv[1]); console.log(JSON.stringify(JSON.parse(require("node:fs").readFileSync(0)).documents[at].record))' "$1"; }`,
  '',
].join('\n');

interface Block {
  language: string;
  text: string;
  /** The words before it, back to the block before. */
  before: string;
}

/** Everything in fences, up to a heading. */
function blocksOf(document: string, end: string): Block[] {
  const text = readFileSync(join(projectRoot, document), 'utf8');
  const until = text.indexOf(`\n## ${end}`);
  if (until < 0) throw new Error(`${document} has no part ${end}`);
  const parts = text.slice(0, until).split(/^```/m);
  return parts.flatMap((part, index) => {
    if (index % 2 === 0) return [];
    const [, language = '', body = ''] = /^(\w*)\n([^]*)$/.exec(part) ?? [];
    return [{ language, text: body, before: parts[index - 1] ?? '' }];
  });
}

/** A reader's folder; the commands run in the configuration folder in it, once there is one. */
function openReader() {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-tutorial-'));
  const site = join(folder, 'site');
  let lastFile = '';

  const save = (path: string, text: string): void => {
    lastFile = path;
    writeFileSync(path, text);
  };
  const run = (command: string): string => {
    const cwd = existsSync(site) ? site : folder;
    try {
      return execFileSync('sh', ['-c', `{ ${shell}${command}\n} 2>&1`], { cwd, encoding: 'utf8' });
    } catch (error) {
      // Commands end with 1 where something is held: what they say counts.
      return String((error as { stdout?: unknown }).stdout);
    }
  };

  return {
    remove: () => rmSync(folder, { recursive: true, force: true }),
    /** @returns lines that are shown and did not come out */
    follow({ language, text, before }: Block): string[] {
      const named = /^(map|partner): (\S+)$/m.exec(text);
      const sample = /`([\w-]+\.(?:x12|csv))`\s+beside/.exec(before);
      const edited = /Edit\s+two\s+lines\s+of\s+`([^`]+)`/.exec(before);
      if (edited) edit(join(site, edited[1]!), text);
      else if (text.startsWith('$ ')) return followCommands(text, run);
      else if (language === 'yaml' && named)
        save(join(site, named[1] === 'map' ? 'mappings' : 'partners', `${named[2]!}.yaml`), text);
      else if (text.startsWith('tests:')) appendFileSync(lastFile, `\n${text}`);
      else if (language === '' && sample) save(join(folder, sample[1]!), text);
      return [];
    },
  };
}

function edit(path: string, lines: string): void {
  const edited = lines
    .trimEnd()
    .split('\n')
    .reduce(
      (text, line) => {
        const key = line.slice(0, line.indexOf(':'));
        const found = new RegExp(`^( *)${key}:.*$`, 'm');
        if (!found.test(text)) throw new Error(`${path} has no line ${key}`);
        return text.replace(found, (_, indent: string) => indent + line);
      },
      readFileSync(path, 'utf8'),
    );
  writeFileSync(path, edited);
}

function followCommands(text: string, run: (command: string) => string): string[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .flatMap((one) => {
      const [command = '', ...shown] = one.trimEnd().split('\n');
      if (needsHub.test(command)) return [];
      const said = run(command.replace(/ && cd site$/, ''));
      return shown.filter((line) => !isIn(said, line)).map((line) => `$ ${command}\n${line}\nbut:\n${said}`);
    });
}

/** Three dots stand for what is left out. */
function isIn(said: string, line: string): boolean {
  const pieces = line.split('...').map((piece) => piece.trim());
  return said
    .split('\n')
    .some(
      (one) =>
        pieces.every((piece) => one.includes(piece)) && (pieces.length > 1 || one.trim() === line.trim()),
    );
}

describe('tutorials', () => {
  const tutorials: [string, string][] = [
    ['docs/partners.md', '6. Receive a test'],
    ['docs/mappings.md', '5. Send the order'],
  ];
  for (const [document, end] of tutorials) {
    it(`show in ${document} what commands say`, function () {
      this.timeout(600_000);
      const reader = openReader();
      try {
        const blocks = blocksOf(document, end);
        expect(blocks).to.have.length.above(8);
        const missing = blocks.flatMap((block) => reader.follow(block));
        expect(missing, missing.join('\n\n')).to.deep.equal([]);
      } finally {
        reader.remove();
      }
    });
  }
});
