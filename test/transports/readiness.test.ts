import { expect } from 'chai';
import { UnavailableError } from '../../src/errors.js';
import { createReadiness, endsWithTrailer } from '../../src/transports/readiness.js';
import type { RemoteFile } from '../../src/transports/transport.js';

const rule = { settleMs: 1000, trailer: false, maxIncompleteAgeMs: 60_000 };

const fileOf = (size: number, mtimeMs = 0, name = 'a.edi'): RemoteFile => ({
  name,
  path: `/${name}`,
  size,
  mtimeMs,
});

/** Shows one file at these moments and tells at which it was ready. */
function readyAt(
  moments: readonly [nowMs: number, size: number, mtimeMs?: number][],
  settleMs = rule.settleMs,
): number[] {
  const readiness = createReadiness({ ...rule, settleMs });
  return moments
    .filter(([nowMs, size, mtimeMs]) => readiness.observe([fileOf(size, mtimeMs)], nowMs).length > 0)
    .map(([nowMs]) => nowMs);
}

describe('readiness', () => {
  it('waits until size and mtime have stayed the same for the settle time', () => {
    expect(
      readyAt([
        [0, 10],
        [600, 10],
        [1000, 10],
        [5000, 10],
      ]),
    ).to.deep.equal([1000, 5000]);
  });

  it('needs two sightings however late the second one is', () => {
    expect(readyAt([[1_000_000, 10]])).to.deep.equal([]);
  });

  it('begins again when the size changes, and when only the mtime does', () => {
    expect(
      readyAt([
        [0, 10],
        [900, 20],
        [1800, 20],
        [1900, 20],
      ]),
    ).to.deep.equal([1900]);
    expect(
      readyAt([
        [0, 10, 1],
        [900, 10, 2],
        [1800, 10, 2],
        [1900, 10, 2],
      ]),
    ).to.deep.equal([1900]);
  });

  it('never finds a file of a slow writer ready while it grows', () => {
    const moments = Array.from({ length: 50 }, (_, step): [number, number] => [step * 900, step]);
    expect(readyAt(moments)).to.deep.equal([]);
  });

  it('does not believe the clock of the other side', () => {
    for (const mtimeMs of [0, -1, Date.UTC(1970), Date.UTC(2999)]) {
      expect(
        readyAt([
          [0, 10, mtimeMs],
          [999, 10, mtimeMs],
          [1000, 10, mtimeMs],
        ]),
      ).to.deep.equal([1000]);
    }
  });

  it('takes a file at first sight where nothing has to settle', () => {
    expect(readyAt([[7, 10]], 0)).to.deep.equal([7]);
  });

  it('waits the settle time anew, and no longer, when our clock is set back', () => {
    const hour = 3_600_000;
    expect(
      readyAt([
        [hour, 10],
        [100, 10],
        [1099, 10],
        [1100, 10],
      ]),
    ).to.deep.equal([1100]);
  });

  it('forgets a file that was away', () => {
    const readiness = createReadiness(rule);
    readiness.observe([fileOf(10)], 0);
    readiness.observe([], 500);
    expect(readiness.observe([fileOf(10)], 2000)).to.deep.equal([]);
  });

  it('keeps the order of the listing', () => {
    const readiness = createReadiness({ ...rule, settleMs: 0 });
    const files = ['b', 'a', 'c'].map((name) => fileOf(1, 0, name));
    expect(readiness.observe(files, 0)).to.deep.equal(files);
  });

  it('goes by the done marker alone where there is one', () => {
    const readiness = createReadiness({ ...rule, doneMarker: '.done' });
    const unmarked = { ...fileOf(1), marked: false };
    for (const nowMs of [0, 2000, 90_000]) expect(readiness.observe([unmarked], nowMs)).to.deep.equal([]);
    const marked = { ...unmarked, marked: true };
    expect(readiness.observe([marked], 90_001)).to.deep.equal([marked]);
  });

  it('tells when an incomplete file has waited long enough', () => {
    const readiness = createReadiness({ ...rule, trailer: true });
    const file = fileOf(10);
    readiness.observe([file], 0);
    expect(readiness.isOverdue(file, 59_999)).to.equal(false);
    expect(readiness.isOverdue(file, 60_000)).to.equal(true);
    readiness.observe([fileOf(11)], 60_000);
    expect(readiness.isOverdue(file, 60_001)).to.equal(false);
    expect(readiness.isOverdue(fileOf(1, 0, 'never-seen.edi'), 1e12)).to.equal(false);
  });
});

describe('the trailer of a file', () => {
  const isWhole = (content: string | Buffer) => {
    const bytes = Buffer.from(content as string, 'latin1');
    const fetch = async function* (_: RemoteFile, range = { start: 0 }) {
      yield bytes.subarray(range.start, range.start + 10);
      yield bytes.subarray(range.start + 10);
    };
    return endsWithTrailer({ fetch }, fileOf(bytes.length));
  };

  const whole: Record<string, string> = {
    'the usual delimiters': 'ISA*00~GE*1*1~IEA*1*000000001~',
    'a newline after each segment': 'GE*1*1~\nIEA*1*000000001~\n',
    'CRLF and blanks at the end': 'GE*1*1~\r\nIEA*1*000000001~\r\n \t\r\n',
    'other delimiters': "GE+1+1'IEA+1+000000001'",
    'control characters as delimiters': 'GE\x1d1\x1d1\x1cIEA\x1d1\x1d000000001\x1c',
    'a newline as terminator': 'GE*1*1\nIEA*1*000000001\n',
    'CRLF as terminator': 'GE*1*1\r\nIEA*1*000000001\r\n',
    'lines wrapped within the segment': 'GE*1*1~IE\nA*1*0000\n00001~\n',
    'a last segment without terminator': 'GE*1*1~IEA*1*000000001',
    'a control number that is too short': 'GE*1*1~IEA*1*17~',
    'zeros after the end': 'GE*1*1~IEA*1*000000001~\0\0\0',
    'the end-of-file mark of DOS': 'GE*1*1~IEA*1*000000001~\x1a',
    'padding to blocks of 80': `GE*1*1~IEA*1*000000001~${' '.repeat(3000)}`,
    'two interchanges': 'ISA*00~IEA*1*000000001~ISA*00~IEA*1*000000002~',
  };
  for (const [what, content] of Object.entries(whole)) {
    it(`is found with ${what}`, async () => expect(await isWhole(content)).to.equal(true));
  }

  const cut: Record<string, string> = {
    'nothing at all': '',
    'only blanks': ' \n ',
    'a file cut within its trailer': 'GE*1*1~IEA*1*0000',
    'a file cut after its first interchange began anew': 'IEA*1*000000001~ISA*00',
    'a file cut before its trailer': 'ISA*00~GE*1*1~',
    'a segment that only begins alike': 'GE*1*1~IEAX*1*000000001~',
    'IEA within another element': 'GE*1*1~REF*XIEA*1*000000001~',
    'a trailer followed by text': 'IEA*1*000000001~hello',
    CSV: 'a,b,c\n1,2,3\n',
  };
  for (const [what, content] of Object.entries(cut)) {
    it(`is missed in ${what}`, async () => expect(await isWhole(content)).to.equal(false));
  }

  it('is read from the end of a large file only', async () => {
    const starts: number[] = [];
    const fetch = async function* (_: RemoteFile, range = { start: 0 }) {
      starts.push(range.start);
      yield Buffer.from('~IEA*1*000000001~');
    };
    expect(await endsWithTrailer({ fetch }, fileOf(10_000_000))).to.equal(true);
    expect(starts[0]).to.be.greaterThan(9_990_000);
  });

  it('is missed in a file that changed or vanished, and other faults are passed on', async () => {
    const failing = (code: 'FILE_CHANGED' | 'FILE_MISSING' | 'CONNECTION_UNREACHABLE') => ({
      async *fetch(): AsyncGenerator<Uint8Array> {
        throw new UnavailableError(code, 'no');
      },
    });
    expect(await endsWithTrailer(failing('FILE_CHANGED'), fileOf(1))).to.equal(false);
    expect(await endsWithTrailer(failing('FILE_MISSING'), fileOf(1))).to.equal(false);
    const outcome = await endsWithTrailer(failing('CONNECTION_UNREACHABLE'), fileOf(1)).catch(
      (error: UnavailableError) => error.code,
    );
    expect(outcome).to.equal('CONNECTION_UNREACHABLE');
  });
});
