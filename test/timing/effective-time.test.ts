import { expect } from 'chai';
import { readEffectiveTime, wallTime } from '../../src/timing/effective-time.js';

const chicago = 'America/Chicago';

function at(text: string, zone = chicago): string {
  const read = readEffectiveTime(text, zone);
  return 'at' in read ? read.at.toISOString() : read.fault;
}

describe('the time from which a version is live', () => {
  it('is on the hospital’s clock, in winter and in summer, unless an offset stands behind it', () => {
    expect(at('2026-12-01T06:00')).to.equal('2026-12-01T12:00:00.000Z');
    expect(at('2026-07-01 06:00:30')).to.equal('2026-07-01T11:00:30.000Z');
    expect(at('2026-12-01T06:00Z')).to.equal('2026-12-01T06:00:00.000Z');
    expect(at('2026-12-01T06:00+05:30')).to.equal('2026-12-01T00:30:00.000Z');
    expect(at('2026-12-01T06:00-0600')).to.equal('2026-12-01T12:00:00.000Z');
    expect(at('2026-12-01T06:00', 'Asia/Kathmandu')).to.equal('2026-12-01T00:15:00.000Z');
    expect(at('2026-12-01T06:00', 'UTC')).to.equal('2026-12-01T06:00:00.000Z');
  });

  it('is asked back where clocks go forward over it', () => {
    expect(at('2026-03-08T01:59')).to.equal('2026-03-08T07:59:00.000Z');
    expect(at('2026-03-08T02:30')).to.equal(
      '2026-03-08T02:30 does not exist in America/Chicago: clocks go forward over it. Write 2026-03-08T01:30-06:00 or 2026-03-08T03:30-05:00.',
    );
    expect(at('2026-03-08T03:00')).to.equal('2026-03-08T08:00:00.000Z');
    expect(at('2011-12-30T12:00', 'Pacific/Apia'), 'a day that was left out').to.contain('does not exist');
  });

  it('is asked back where clocks go back and show it twice; what it then says is taken', () => {
    expect(at('2026-11-01T00:59')).to.equal('2026-11-01T05:59:00.000Z');
    expect(at('2026-11-01T01:30')).to.equal(
      '2026-11-01T01:30 comes twice in America/Chicago, where clocks go back. Write 2026-11-01T01:30-05:00 or 2026-11-01T01:30-06:00.',
    );
    expect(at('2026-11-01T01:30-06:00')).to.equal('2026-11-01T07:30:00.000Z');
    expect(at('2026-11-01T02:00')).to.equal('2026-11-01T08:00:00.000Z');
    expect(at('2026-04-05T01:45', 'Australia/Lord_Howe'), 'by half an hour').to.contain('comes twice');
  });

  it('has one form', () => {
    for (const text of [
      ...['', 'tomorrow', '2026-12-01', '06:00', '2026-02-30T06:00', '2026-13-01T06:00', '2026-00-10T06:00'],
      ...[
        '2026-12-01T24:00',
        '2026-12-01T06:60',
        '2026-12-01T6:00',
        '01/12/2026 06:00',
        '2026-12-01T06:00+25:00',
      ],
    ]) {
      expect(at(text), text).to.contain('is not a time such as');
    }
  });

  it('is shown as the clocks show it, with their offset', () => {
    expect(wallTime(new Date('2026-11-01T06:30:00Z'), chicago)).to.equal('2026-11-01T01:30-05:00');
    expect(wallTime(new Date('2026-11-01T07:30:05Z'), chicago)).to.equal('2026-11-01T01:30:05-06:00');
    expect(wallTime(new Date('2026-11-01T07:30:00Z'), 'Asia/Kathmandu')).to.equal('2026-11-01T13:15+05:45');
    expect(wallTime(new Date('2026-11-01T07:30:00Z'), 'UTC')).to.equal('2026-11-01T07:30+00:00');
  });
});
