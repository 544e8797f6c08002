/**
 * `waybill explain`: rows as text and as JSON, kind words for what is no X12, and its limit.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { explain } from '../../src/commands/files/explain.js';
import { makeFile, orderSet, orderWith } from '../x12/made-x12.js';
import { makeTerminal, type MadeTerminalOptions } from './made-terminal.js';

describe('waybill explain', () => {
  let folder = '';
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'waybill-explain-'))));
  after(() => rmSync(folder, { recursive: true }));

  const run = async (
    content: string | Buffer,
    options: { json?: boolean } = {},
    made: MadeTerminalOptions = {},
  ) => {
    const file = path.join(folder, 'file');
    writeFileSync(file, content);
    const terminal = makeTerminal(made);
    const code = await explain(file, options, terminal);
    return { code, out: terminal.out, err: terminal.err };
  };

  it('tells each segment, and what to type next', async () => {
    const { code, out, err } = await run(makeFile([orderSet()]));
    expect(code).to.equal(0);
    expect(out).to.contain(
      '    4 PO1*1*10*EA*12.5**VP*SKU-1\n        Line 1: 10 EA at 12.5; vendor item SKU-1\n',
    );
    expect(err).to.match(/Next: npx waybill try .*file,/);
  });

  it('prints one JSON object per row with every key', async () => {
    const { code, out } = await run(makeFile([orderWith('ZZ9*1')]), { json: true });
    expect(code).to.equal(1);
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows).to.have.lengthOf(8);
    const keys = ['place', 'segmentId', 'segment', 'depth', 'offset', 'text', 'meaning', 'verdict', 'issues'];
    for (const row of rows) expect(Object.keys(row)).to.deep.equal(keys);
    expect(rows[0]).to.include({
      place: 'interchange',
      segmentId: 'ISA',
      segment: null,
      verdict: 'rejected',
    });
    expect(rows[4]).to.deep.include({ place: 'set', segmentId: 'ZZ9', segment: 3, depth: 0, text: 'ZZ9*1' });
    const [issue] = rows[4]!['issues'] as Record<string, unknown>[];
    expect(issue).to.include({ severity: 'error', column: 0, width: 5 });
    expect(Object.keys(issue!)).to.deep.equal(['code', 'severity', 'words', 'column', 'width']);
  });

  it('says what a file seems to be that is no X12', async () => {
    const pdf = await run('%PDF-1.7 binary');
    expect(pdf.code).to.equal(1);
    expect(pdf.out).to.match(/file is no X12\. It seems to be a PDF/);
    expect((await run('number;date\n1;2026-01-01\n')).out).to.match(/CSV/);
    const json = await run('{"a":1}', { json: true });
    expect(json.err).to.match(/JSON/);
    expect(JSON.parse(json.out)).to.include({ place: 'outside', text: '{"a":1}' });
  });

  it('says so when a file is missing or too large', async () => {
    const terminal = makeTerminal();
    expect(await explain(path.join(folder, 'none'), {}, terminal)).to.equal(1);
    expect(terminal.err).to.match(/none: there is no such file\.\n/);
    async function* endless(): AsyncGenerator<Uint8Array> {
      const chunk = Buffer.alloc(1_048_576, 'ISA');
      for (;;) yield chunk;
    }
    const piped = makeTerminal({ input: endless() });
    expect(await explain('-', {}, piped)).to.equal(1);
    expect(piped.err).to.match(/^- has more than 67108864 bytes, .* npx waybill validate -\n$/);
  });

  it('marks faults in colour where a terminal shows colours', async () => {
    const { out } = await run(makeFile([orderWith('ZZ9*1')]), {}, { colours: true });
    expect(out).to.contain('\u001b[31m');
  });

  it('stops when nobody reads any more', async () => {
    const { code, err } = await run(makeFile([orderSet(5_000)]), {}, { writesMax: 1 });
    expect(code).to.equal(0);
    expect(err).to.equal('');
  });
});
