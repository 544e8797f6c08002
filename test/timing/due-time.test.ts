/**
 * By when an answer is due: examples that people can check on a calendar, and what holds for any time, zone and calendar.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { sql as raw } from 'kysely';
import { type Calendar, weekdays } from '../../src/timing/calendar.js';
import { dueTime } from '../../src/timing/due-time.js';
import { openFreshDatabase } from '../kit/fresh-database.js';
import '../kit/seed.js';

const usual: Calendar = { workdays: ['mon', 'tue', 'wed', 'thu', 'fri'], holidays: [] };
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The time on a wall in the zone, such as "2026-03-09 02:30:00". */
const wall = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);

describe('dueTime', () => {
  const due = (sent: string, within: string, calendar = usual, timezone = 'America/Chicago') =>
    wall(dueTime(new Date(sent), within, { timezone, calendar }), timezone);

  it('counts minutes, hours and days as they pass, over weekends and changes of the clock', () => {
    expect(due('2026-11-27T23:30:00Z', '90m')).to.equal('2026-11-27 19:00:00');
    expect(due('2026-11-27T23:30:00Z', '24h')).to.equal('2026-11-28 17:30:00');
    // On 8 March clocks go forward at two.
    expect(due('2026-03-07T18:00:00Z', '1d')).to.equal('2026-03-08 13:00:00');
  });

  it('keeps the time on the wall for business days', () => {
    // Friday, 15:00.
    expect(due('2026-11-20T21:00:00Z', '1bd')).to.equal('2026-11-23 15:00:00');
    expect(due('2026-11-20T21:00:00Z', '6bd')).to.equal('2026-11-30 15:00:00');
    // Friday before clocks go forward.
    expect(due('2026-03-06T21:00:00Z', '1bd')).to.equal('2026-03-09 15:00:00');
  });

  it('passes over holidays', () => {
    const thanksgiving = { ...usual, holidays: ['2026-11-26', '2026-11-27'] };
    expect(due('2026-11-25T21:00:00Z', '1bd', thanksgiving)).to.equal('2026-11-30 15:00:00');
  });

  it('takes what is sent on a Saturday for sent when Monday begins', () => {
    expect(due('2026-11-21T21:00:00Z', '1bd')).to.equal('2026-11-24 00:00:00');
    expect(due('2026-11-22T05:59:59Z', '1bd')).to.equal('2026-11-24 00:00:00');
    expect(due('2026-11-26T21:00:00Z', '2bd', { ...usual, holidays: ['2026-11-26'] })).to.equal(
      '2026-12-01 00:00:00',
    );
  });

  it('decides what day it is by the wall of the hospital', () => {
    // Saturday in Tokyo, Friday in Chicago.
    const sent = '2026-11-20T21:00:00Z';
    expect(due(sent, '1bd', usual, 'Asia/Tokyo')).to.equal('2026-11-24 00:00:00');
    expect(due(sent, '1bd', usual, 'UTC')).to.equal('2026-11-23 21:00:00');
  });

  it('finds a time that the wall never shows an hour later, and the first of one that it shows twice', () => {
    const everyDay: Calendar = { workdays: weekdays, holidays: [] };
    // 02:30 on Saturday; on Sunday two o'clock is three.
    expect(due('2026-03-07T08:30:00Z', '1bd', everyDay)).to.equal('2026-03-08 03:30:00');
    // 01:30 on Saturday; on Sunday it comes twice.
    const twice = dueTime(new Date('2026-10-31T06:30:00Z'), '1bd', {
      timezone: 'America/Chicago',
      calendar: everyDay,
    });
    expect(twice.toISOString()).to.equal('2026-11-01T06:30:00.000Z');
    // Midnight that there is not: clocks went forward at twelve.
    expect(due('2018-11-03T12:00:00Z', '1bd', everyDay, 'America/Sao_Paulo')).to.equal('2018-11-04 09:00:00');
  });
});

describe('a due time in business days', function () {
  this.timeout(30_000);
  const timezone = fc.constantFrom(
    ...['UTC', 'America/Chicago', 'America/St_Johns', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Kathmandu'],
    ...[
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'Pacific/Kiritimati',
      'America/Sao_Paulo',
      'Africa/Casablanca',
    ],
  );
  const sent = fc.date({ min: new Date('2009-01-01'), max: new Date('2031-01-01'), noInvalidDate: true });
  const calendar = fc.record({
    workdays: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
    holidays: fc.uniqueArray(
      fc.date({ min: new Date('2009-01-01'), max: new Date('2031-01-01'), noInvalidDate: true }).map(dayOf),
      { maxLength: 40 },
    ),
  });
  const count = fc.integer({ min: 1, max: 40 });

  function dayOf(at: Date): string {
    return at.toISOString().slice(0, 10);
  }
  const isBusinessDay = (day: string, { workdays, holidays }: Calendar) =>
    workdays.includes(weekdays[(new Date(day).getUTCDay() + 6) % 7]!) && !holidays.includes(day);
  const daysAfter = (day: string, to: string) =>
    Array.from({ length: Math.round((Date.parse(to) - Date.parse(day)) / dayMs) }, (_, index) =>
      dayOf(new Date(Date.parse(day) + (index + 1) * dayMs)),
    );

  it('is as many business days later, on one of them', () => {
    fc.assert(
      fc.property(sent, count, timezone, calendar, (at, days, zone, business) => {
        const due = wall(dueTime(at, `${days}bd`, { timezone: zone, calendar: business }), zone);
        const [from, to] = [wall(at, zone).slice(0, 10), due.slice(0, 10)];
        const between = daysAfter(from, to).filter((day) => isBusinessDay(day, business)).length;
        // Of what is sent on no business day the next one is the first, and counts as the day of sending.
        expect(between).to.equal(isBusinessDay(from, business) ? days : days + 1);
        expect(isBusinessDay(to, business)).to.equal(true);
      }),
      { numRuns: 300 },
    );
  });

  it('never comes sooner for what is sent later on the wall, and leaves a whole business day', () => {
    fc.assert(
      fc.property(
        sent,
        fc.integer({ min: 0, max: 5 * dayMs }),
        count,
        calendar,
        (at, laterMs, days, business) => {
          const later = new Date(at.getTime() + laterMs);
          const due = (time: Date) =>
            dueTime(time, `${days}bd`, { timezone: 'UTC', calendar: business }).getTime();
          expect(due(later)).to.be.at.least(due(at));
          expect(due(at)).to.be.at.least(at.getTime() + days * dayMs);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is the time that the database finds for the same wall', async () => {
    const { sql, close } = await openFreshDatabase();
    try {
      const zone = 'America/Chicago';
      const cases = fc.sample(fc.tuple(sent, count, calendar), 300);
      const due = cases.map(([at, days, business]) =>
        dueTime(at, `${days}bd`, { timezone: zone, calendar: business }),
      );
      const walls = due.map((at) => wall(at, zone));
      const { rows } = await raw<{ at: Date }>`
        SELECT date_trunc('second', shown::timestamp AT TIME ZONE ${zone}) AS at
        FROM unnest(${walls}::text[]) WITH ORDINALITY AS wall (shown, place) ORDER BY place`.execute(sql);
      const differ = rows.filter(
        ({ at }, index) => at.getTime() !== Math.floor(due[index]!.getTime() / 1000) * 1000,
      );
      // Only in the hour that comes twice the two may choose differently.
      expect(differ.filter(({ at }) => !wall(at, zone).includes(' 01:'))).to.deep.equal([]);
      expect(rows).to.have.length(300);
    } finally {
      await close();
    }
  });

  it('passes like the clock when it is agreed in minutes, hours or days', () => {
    const unit = fc.constantFrom(['m', 60_000] as const, ['h', hourMs] as const, ['d', dayMs] as const);
    fc.assert(
      fc.property(sent, count, unit, timezone, calendar, (at, periods, [letter, ms], zone, business) => {
        const due = dueTime(at, `${periods}${letter}`, { timezone: zone, calendar: business });
        expect(due.getTime() - at.getTime()).to.equal(periods * ms);
      }),
    );
  });
});
