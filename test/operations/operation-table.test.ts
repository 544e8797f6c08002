/**
 * The table of operations: every entry is whole, and none speaks the language of the command line.
 */
import { expect } from 'chai';
import { z } from 'zod';
import { operations } from '../../src/operations/operation-table.js';
import type { Operation } from '../../src/operations/operation.js';
import { readSources, type SyntaxNode } from '../kit/source-files.js';

const entries = Object.entries(operations) as unknown as [string, Operation<unknown, unknown>][];

describe('the table of operations', () => {
  it('names each by its noun and its verb', () => {
    for (const [name] of entries) expect(name).to.match(/^[a-z]+\.[a-z]+(-[a-z]+)*$/);
  });

  it('says of each in one sentence what it does', () => {
    for (const [name, { summary }] of entries) expect(summary, name).to.match(/^[A-Z][a-z]+s .{10,140}\.$/);
    expect(new Set(entries.map(([, { summary }]) => summary)).size).to.equal(entries.length);
  });

  it('gives each a route of its own', () => {
    const routes = entries.map(([, { http }]) => `${http.method} ${http.path}`);
    expect(new Set(routes).size).to.equal(entries.length);
    for (const route of routes)
      expect(route).to.match(/^(GET|POST) (\/([a-z]+(-[a-z]+)*|\{[a-z][a-zA-Z]*\}))+$/);
  });

  it('takes what a path names from the input', () => {
    for (const [name, { http, input }] of entries) {
      const fields = Object.keys(z.toJSONSchema(input, { io: 'input' }).properties ?? {});
      for (const [, field] of http.path.matchAll(/\{(\w+)\}/g)) expect(fields, name).to.include(field);
    }
  });

  it('lets only viewers ask what changes nothing, and never changes anything by GET', () => {
    for (const [name, { acts, role, http }] of entries) {
      if (acts) expect(role, name).not.to.equal('viewer');
      else expect(role, name).to.equal('viewer');
      if (http.method === 'GET') expect(acts, name).to.equal(false);
    }
  });

  it('refuses unknown fields, and declares all fields of the output', () => {
    for (const [name, { input, output }] of entries) {
      expect(z.toJSONSchema(input, { io: 'input' }), name).to.have.property('additionalProperties', false);
      expect(JSON.stringify(z.toJSONSchema(output)), name).not.to.include('"additionalProperties":{}');
    }
  });

  it('speaks no shell: the command line says which command comes next', () => {
    const rooms = ['operations', 'configuration', 'steps', 'store', 'working', 'translation', 'composition'];
    const shell = /\bwaybill [a-z]|(^|\s)--[a-z]/;
    const found = rooms.flatMap((room) =>
      readSources(`src/${room}`).flatMap(({ path, nodes }) =>
        nodes.filter((node) => shell.test(textOf(node))).map((node) => `${path}:${node.loc.start.line}`),
      ),
    );
    expect(found, found.join('\n')).to.deep.equal([]);
  });
});

function textOf(node: SyntaxNode): string {
  const { type, value } = node as { type: string; value?: unknown };
  if (type === 'StringLiteral' && typeof value === 'string') return value;
  return type === 'TemplateElement' ? ((value as { cooked?: string }).cooked ?? '') : '';
}
