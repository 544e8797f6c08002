/**
 * The documents say what the code does: every code, variable, command and option is described, and nothing else is.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect } from 'chai';
import { documents, expectNone, readDocument as read } from './kit/documents.js';
import { errorsReference, parts } from './kit/errors-reference.js';
import { partnersReference, referenceMark } from './kit/partners-reference.js';
import { projectRoot, readSources, type SourceFile, type SyntaxNode } from './kit/source-files.js';

const sources = readSources('src');

describe('docs/errors.md', () => {
  it('is made from the catalogs of codes', () => {
    expect(read('docs/errors.md')).to.equal(errorsReference());
  });

  it('lists no code that the hub does not have', () => {
    const others = sources.filter(({ path }) => !path.startsWith('src/vocabulary/'));
    const used = new Set(others.flatMap(({ nodes }) => nodes.flatMap(wordsIn)));
    const codes = parts.flatMap(({ areas }) => areas.flatMap((area) => Object.keys(area.codes)));
    expect(codes).to.include.members(['SE_COUNT_WRONG', 'CROSSWALK_MISSING', 'PARTNER_UNKNOWN']);
    expectNone(codes.filter((code) => !used.has(code)));
  });
});

describe('documents', () => {
  it('name every environment variable that the hub reads', () => {
    const text = documents.map(read).join('\n');
    const variables = [...new Set(sources.flatMap(({ nodes }) => nodes.flatMap(variablesRead)))];
    expect(variables).to.include.members(['DATABASE_URL', 'REDIS_URL', 'WAYBILL_LISTEN', 'WAYBILL_SECRET_']);
    expectNone(variables.filter((name) => !text.includes(name)));
  });

  it('name no variable that the hub does not read', () => {
    const known = sources.flatMap(({ nodes }) => nodes.flatMap(variablesRead));
    const used = readSources('test').concat(readSources('bench'), readSources('demo'));
    const elsewhere = used.map(({ text }) => text).join('\n');
    const named = documents.flatMap((path) =>
      [...read(path).matchAll(/\bWAYBILL_[A-Z]+(?:_[A-Z]+)*/g)].map((match) => ({ path, name: match[0] })),
    );
    const isKnown = (name: string) => known.includes(name) || name.startsWith('WAYBILL_SECRET');
    expectNone(
      named
        .filter(({ name }) => !isKnown(name) && !elsewhere.includes(name))
        .map(({ path, name }) => `${path}: ${name}`),
    );
  });

  it('show only npm scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const shown = documents.flatMap((path) => [
      ...[...read(path).matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map((match) => `${path}: ${match[1]!}`),
      ...[...read(path).matchAll(/\bnpm (test|start)\b/g)].map((match) => `${path}: ${match[1]!}`),
    ]);
    expectNone(shown.filter((line) => !Object.hasOwn(scripts, line.split(': ')[1]!)));
  });

  it('show only waybill commands that there are, and every one of them', () => {
    const commands = commandsOf(sources.find(({ path }) => path === 'src/cli.ts'));
    expect(commands).to.include.members(['start', 'check']);
    const shown = documents.flatMap((path) =>
      [...read(path).matchAll(/\bnpx waybill(?: --?[\w-]+)* ([a-z][\w-]*)/g)].map(
        (match) => [path, match[1]!] as const,
      ),
    );
    expectNone(
      shown.filter(([, name]) => !commands.includes(name)).map(([path, name]) => `${path}: ${name}`),
    );
    expectNone(commands.filter((name) => !shown.some(([, other]) => other === name)));
  });

  it('link only to files and headings that there are', () => {
    expectNone(documents.flatMap((path) => brokenLinks(path)));
  });
});

describe('docs/reference', () => {
  it('describes every key of hub.yaml and of partner files as their schemas do', async () => {
    const made = await partnersReference();
    expect([...made.keys()]).to.have.length(2);
    for (const [path, reference] of made) {
      const [, shown] = read(path).split(referenceMark);
      expect(shown?.trim(), path).to.equal(reference.trim());
    }
  });
});

/** Texts, and names of what is taken from an object, such as `errorCodes.NOT_FOUND`. */
function wordsIn(node: SyntaxNode): string[] {
  if (node.type === 'StringLiteral') return [String(node['value'])];
  const { property } = node as unknown as { property?: { name?: string } };
  return node.type === 'MemberExpression' && property?.name !== undefined ? [property.name] : [];
}

/** Names read from process.env, or from an object named environment. */
function variablesRead(node: SyntaxNode): string[] {
  const { object, property, computed } = node as unknown as {
    object?: SyntaxNode;
    property?: { name?: string; value?: string };
    computed?: boolean;
  };
  if (node.type === 'MemberExpression' && isEnvironment(object)) {
    const name = computed ? property?.value : property?.name;
    return name !== undefined && /^[A-Z_]+$/.test(name) ? [name] : [];
  }
  if (node.type === 'TemplateElement') {
    const { raw } = node['value'] as { raw: string };
    return /^WAYBILL_[A-Z_]+$/.test(raw) ? [raw] : [];
  }
  if (node.type !== 'VariableDeclarator' || !isEnvironment(node['init'] as SyntaxNode | undefined)) return [];
  const { properties } = node['id'] as { properties?: { key?: { name?: string } }[] };
  return (properties ?? []).flatMap(({ key }) => key?.name ?? []);
}

function isEnvironment(node: SyntaxNode | null | undefined): boolean {
  if (node?.type === 'Identifier') return node['name'] === 'environment';
  const { object, property } = (node ?? {}) as { object?: { name?: string }; property?: { name?: string } };
  return object?.name === 'process' && property?.name === 'env';
}

/** Names given to `program.command('...')`; those inside a command, such as `list` of `partner list`, are not asked for. */
function commandsOf(source: SourceFile | undefined): string[] {
  return (source?.nodes ?? []).flatMap((node) => {
    const { callee, arguments: given } = node as unknown as {
      callee?: { object?: { name?: string }; property?: { name?: string } };
      arguments?: { type: string; value?: string }[];
    };
    const isCommand =
      node.type === 'CallExpression' &&
      callee?.property?.name === 'command' &&
      callee.object?.name === 'program';
    return isCommand && given?.[0]?.type === 'StringLiteral' ? [given[0].value!.split(' ')[0]!] : [];
  });
}

function brokenLinks(path: string): string[] {
  const text = read(path)
    .replace(/^```[^]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, '');
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
  return targets.flatMap((target) => {
    if (/^[a-z]+:/i.test(target)) return [];
    const [file = '', anchor] = target.split('#');
    const full = file === '' ? join(projectRoot, path) : resolve(projectRoot, dirname(path), file);
    const line = `${path}: ${target}`;
    if (relative(projectRoot, full).startsWith('..') || !existsSync(full)) return [line];
    return anchor === undefined || anchorsOf(full).includes(anchor) ? [] : [line];
  });
}

/** Anchors of a document's headings, as forges make them. */
function anchorsOf(full: string): string[] {
  const headings = [...readFileSync(full, 'utf8').matchAll(/^#{1,6} (.+)$/gm)].map((match) => match[1]!);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}
