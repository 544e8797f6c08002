/**
 * Documents are written in short, plain sentences and short lines, so that people read them and reviewers see what changed.
 */
import { expect } from 'chai';
import { type DocumentLine, documents, expectNone, proseOf, readDocument } from './kit/documents.js';

/** A line is as long as its text: the targets of links do not count. */
const lineCharactersMax = 140;
const readmeLinesMax = 200;

/** The subject of a sentence is a thing or a person, not a clause: "Held documents wait", not "What is held waits". */
const clauseAsSubject = /(?:^|[.!?:]\s+)[[*_("]*((?:What|Whatever|Whoever|Whichever)\b[^.!?]*)([.!?]|$)/g;

/** Turns that sound translated, and words that mean something else here. */
const phrases = /\b(of ours|anew|in nobody's way|(?:is|are|was|were) told|call(?:s|ed|ing)? off)\b/gi;

describe('the language of documents', () => {
  // Made from the descriptions of the schemas.
  const written = documents.filter((path) => !path.startsWith('docs/reference/'));

  it('keeps lines short', () => {
    expectNone(written.flatMap((path) => longLines(path)));
  });

  it('has no clause as the subject of a sentence, and no phrase that sounds translated', () => {
    expectNone(written.flatMap((path) => oddSentences(path)));
  });

  it('tells what Waybill is in a README of less than 200 lines', () => {
    expect(readDocument('README.md').split('\n').length).to.be.at.most(readmeLinesMax);
  });

  it('keeps comments of compose.yaml short', () => {
    const comments = readDocument('compose.yaml')
      .split('\n')
      .filter((line) => line.startsWith('#'));
    expect(comments).to.not.have.length(0);
    expectNone(comments.filter((line) => line.length > lineCharactersMax));
  });

  it('finds what it looks for', () => {
    const found = (text: string) => oddIn(paragraphsOf([{ number: 1, text }]));
    expect(found('It waits. What is held waits until\nit is corrected.')).to.have.length(1);
    expect(found('**Whoever** stops it is told so.')).to.have.length(2);
    expect(found('What happens if it stops? It starts again. See [what](what.md).')).to.deep.equal([]);
  });
});

function longLines(path: string): string[] {
  return proseOf(readDocument(path))
    .filter(({ text }) => text.replace(/\]\([^)]*\)/g, ']()').length > lineCharactersMax)
    .map(({ number, text }) => `${path}:${number}: ${text.length} characters`);
}

function oddSentences(path: string): string[] {
  return oddIn(paragraphsOf(proseOf(readDocument(path)))).map((words) => `${path}:${words}`);
}

/** @returns `line: words` for each */
function oddIn(paragraphs: readonly DocumentLine[]): string[] {
  return paragraphs.flatMap(({ number, text }) => {
    const clauses = [...text.matchAll(clauseAsSubject)].filter((match) => match[2] !== '?');
    const odd = [
      ...clauses.map((match) => match[1]!),
      ...[...text.matchAll(phrases)].map((match) => match[0]),
    ];
    return odd.map((words) => `${number}: ${words.slice(0, 60)}`);
  });
}

/** Joins the lines of each paragraph and list item; code in them is one word. */
function paragraphsOf(lines: readonly DocumentLine[]): DocumentLine[] {
  const paragraphs: DocumentLine[] = [];
  let isOpen = false;
  for (const { number, text } of lines) {
    const words = text.replace(/^\s*(?:[-*]|\d+\.)\s+/, '').trim();
    const begins = !isOpen || words !== text.trim();
    isOpen = words !== '';
    if (!isOpen) continue;
    if (begins) paragraphs.push({ number, text: words });
    else paragraphs.at(-1)!.text += ` ${words}`;
  }
  return paragraphs.map(({ number, text }) => ({ number, text: text.replace(/`[^`]*`/g, 'code') }));
}
