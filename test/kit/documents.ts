/**
 * The documents that people read, for the tests that compare them with the code and hold their language.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from './source-files.js';

/** All documents, from the project's top, with forward slashes. */
export const documents: readonly string[] = [
  ...readdirSync(projectRoot).filter((name) => name.endsWith('.md')),
  ...['docs', 'samples', 'demo', 'bench'].flatMap((folder) =>
    existsSync(join(projectRoot, folder))
      ? readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.md'))
          .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      : [],
  ),
];

/** @param path from the project's top */
export function readDocument(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

export interface DocumentLine {
  /** From 1. */
  number: number;
  text: string;
}

/** What follows is made from the schemas, and is not written by hand. */
const generated = '<!-- from the schemas';

/** The lines that a person wrote as text: no code, no tables, no headings. Empty ones are kept, they end paragraphs. */
export function proseOf(document: string): DocumentLine[] {
  let inCode = false;
  const lines = document.split(generated)[0]!.split('\n');
  return lines.flatMap((text, index) => {
    const isFence = /^\s*```/.test(text);
    if (isFence) inCode = !inCode;
    if (isFence || inCode || /^\s*(\||#|<!--)/.test(text)) return [{ number: index + 1, text: '' }];
    return [{ number: index + 1, text }];
  });
}

/** The blocks of code of one language, without their fences. */
export function codeOf(document: string, language: string): string[] {
  const blocks = document.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'));
  return [...blocks].map((match) => match[1]!);
}

/** Fails with one line for each offender. */
export function expectNone(offenders: readonly string[]): void {
  expect(offenders, `\n${offenders.join('\n')}\n`).to.deep.equal([]);
}
