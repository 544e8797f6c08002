/**
 * Clocks on a wall. What due times and times of going live make of them is tested with those.
 */
import { expect } from 'chai';
import { inZone, isTimeZone, readIsoTime, wallClockAt, whenShown } from '../../src/timing/wall-time.js';

const chicago = 'America/Chicago';

/** When clocks of the zone show this, as instants, and by how much it is skipped. */
function shown(text: string, zone: string): [string[], number] {
  const { at, skippedMinutes } = whenShown(readIsoTime(text)!, zone);
  return [at.map((time) => time.toJSDate().toISOString()), skippedMinutes];
}

describe('clocks on a wall', () => {
  it('show a moment with the day of their zone, also in the hour that comes twice', () => {
    expect(wallClockAt(new Date('2026-01-01T05:59:59Z'), chicago)).to.deep.equal({
      date: '20251231',
      time: '2359',
    });
    expect(wallClockAt(new Date('2026-01-01T06:00:00Z'), chicago)).to.deep.equal({
      date: '20260101',
      time: '0000',
    });
    for (const at of ['2026-11-01T06:30:00Z', '2026-11-01T07:30:00Z'])
      expect(wallClockAt(new Date(at), chicago).time).to.equal('0130');
    expect(wallClockAt(new Date('2026-01-01T00:00:00Z'), 'Asia/Kathmandu').time).to.equal('0545');
  });

  it('keep the milliseconds of a moment', () => {
    expect(inZone(new Date('2026-07-01T12:00:00.123Z'), chicago).toJSDate().toISOString()).to.equal(
      '2026-07-01T12:00:00.123Z',
    );
  });

  it('show most times once, and those of an hour that comes twice twice, the first one first', () => {
    expect(shown('2026-07-01T06:00', chicago)).to.deep.equal([['2026-07-01T11:00:00.000Z'], 0]);
    const twice = ['2026-11-01T06:30:00.000Z', '2026-11-01T07:30:00.000Z'];
    expect(shown('2026-11-01T01:30', chicago)).to.deep.equal([twice, 0]);
    // East of Greenwich too: a library that starts from UTC is past the change there.
    const berlin = ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'];
    expect(shown('2026-10-25T02:30', 'Europe/Berlin')).to.deep.equal([berlin, 0]);
  });

  it('never show a time that they go forward over, be it an hour, half of one or a day', () => {
    expect(shown('2026-03-08T02:30', chicago)).to.deep.equal([['2026-03-08T08:30:00.000Z'], 60]);
    expect(shown('2026-10-04T02:15', 'Australia/Lord_Howe')).to.deep.equal([
      ['2026-10-03T15:45:00.000Z'],
      30,
    ]);
    expect(shown('2011-12-30T12:00', 'Pacific/Apia')).to.deep.equal([['2011-12-30T22:00:00.000Z'], 24 * 60]);
  });

  it('know the zones by name, and no time that is none', () => {
    expect(['America/Chicago', 'UTC', 'local', 'system', 'Chicago', ''].filter(isTimeZone)).to.deep.equal([
      'America/Chicago',
      'UTC',
    ]);
    expect(() => inZone(new Date(), 'Chicago')).to.throw('unsupported zone');
    expect(() => inZone(new Date(Number.NaN), chicago)).to.throw();
    expect(readIsoTime('2026-02-30T06:00')).to.equal(undefined);
  });
});
