/**
 * The words of the catalogs stand in one place: no other file of src/ lists them, and no state contradicts itself.
 */
import { expect } from 'chai';
import * as states from '../../src/vocabulary/states.js';
import { stepNames } from '../../src/vocabulary/steps.js';
import { subjects } from '../../src/vocabulary/subjects.js';
import { readSource, readSources, type SourceFile, type SyntaxNode } from '../kit/source-files.js';

const sources = readSources('src');

const lists: readonly (readonly string[])[] = [
  ...Object.values(states).map((catalog) => Object.keys(catalog)),
  stepNames,
  Object.keys(subjects),
];

/** Unions of words that mean something else where they stand. */
const others: Record<string, string> = {
  'src/transports/assemble.ts': 'the halves of a transport',
};

describe('the words of the catalogs', () => {
  it('are listed nowhere else as a type', () => {
    const found = sources
      .filter(({ path }) => !path.startsWith('src/vocabulary/') && !(path in others))
      .flatMap((file) => unionsOfWords(file).map((union) => `${file.path}: ${union}`));
    expect(found, `\n${found.join('\n')}\n`).to.deep.equal([]);
  });

  it('are found by this test', () => {
    expect(unionsIn("type A = 'held' | 'accepted';")).to.deep.equal(["'held' | 'accepted'"]);
    expect(unionsIn("type A = 'held' | 'accepted' | null;")).to.have.length(1);
    expect(unionsIn("type A = Extract<RecordState, 'held' | 'accepted'>;")).to.deep.equal([]);
    expect(unionsIn("type A = Pick<Plan, 'held' | 'accepted'>;")).to.deep.equal([]);
    expect(unionsIn("type A = 'ready' | 'held';")).to.deep.equal([]);
  });
});

describe('a state', () => {
  it('that waits for anybody of ours is no end', () => {
    for (const [catalog, entries] of Object.entries(states)) {
      for (const [name, { waits, ended }] of Object.entries(entries)) {
        const isOurs = waits !== 'nobody' && waits !== 'partner';
        if (isOurs) expect(ended, `${catalog}: ${name}`).to.equal(false);
      }
    }
  });
});

const unionsIn = (text: string): string[] => unionsOfWords(readSource('a.ts', text));

/** Unions of at least two words, all of one list; a choice of some from a type that is named is none. */
function unionsOfWords({ nodes, text }: SourceFile): string[] {
  const chosen = new Set(nodes.flatMap(argumentsOfChoice));
  return nodes
    .filter((node) => node.type === 'TSUnionType' && !chosen.has(node))
    .filter((node) => {
      const words = (node['types'] as SyntaxNode[]).flatMap(wordOf);
      return words.length > 1 && lists.some((list) => words.every((word) => list.includes(word)));
    })
    .map((node) => text.slice(node['start'] as number, node['end'] as number));
}

function argumentsOfChoice(node: SyntaxNode): SyntaxNode[] {
  const { typeName, typeArguments, typeParameters } = node as {
    typeName?: { name?: string };
    typeArguments?: { params: SyntaxNode[] };
    typeParameters?: { params: SyntaxNode[] };
  };
  const isChoice = ['Extract', 'Exclude', 'Pick', 'Omit'].includes(typeName?.name ?? '');
  return isChoice ? ((typeArguments ?? typeParameters)?.params ?? []) : [];
}

function wordOf(node: SyntaxNode): string[] {
  const { type, value } = (node['literal'] ?? {}) as { type?: string; value?: string };
  return type === 'StringLiteral' && value !== undefined ? [value] : [];
}
