/**
 * The calendar of hub.yaml: business days by default, and what is told of one that cannot be right.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { calendarProblems } from '../../src/hub-file/calendar-problems.js';
import { loadHubFile } from '../../src/hub-file/load-hub-file.js';
import { readYamlFile } from '../../src/yaml/read-yaml-file.js';

describe('calendar: in hub.yaml', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'waybill-calendar-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  const load = (calendar: string) => {
    writeFileSync(join(root, 'hub.yaml'), `organization: St Mary\n${calendar}`);
    const { settings, problems } = loadHubFile(root, {});
    return {
      calendar: settings?.calendar,
      told: problems.map(({ code, message, help }) => `${code} ${message} (${help})`),
    };
  };

  it('has Monday to Friday and no holidays unless it says otherwise', () => {
    const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'];
    expect(load('').calendar).to.deep.equal({ workdays, holidays: [] });
    expect(load('calendar: { holidays: [2999-12-25] }').calendar).to.deep.equal({
      workdays,
      holidays: ['2999-12-25'],
    });
    expect(load('calendar: { workdays: [sun, mon] }').calendar?.workdays).to.deep.equal(['sun', 'mon']);
  });

  it('refuses days that there are not, twice the same, and none at all', () => {
    for (const wrong of ['2026-02-30', '2026-13-01', '26-1-1', '2026-11-26T00:00', 'thanksgiving'])
      expect(load(`calendar: { holidays: [${wrong}] }`).told, wrong).to.deep.equal([
        'VALUE_INVALID there is no such date (such as 2026-11-26)',
      ]);
    expect(load('calendar: { holidays: [20261126] }').told).to.deep.equal([
      'VALUE_TYPE this is not a date (such as 2026-11-26)',
    ]);
    expect(load('calendar: { holidays: [2999-12-25, 2999-12-26, 2999-12-25] }').told).to.deep.equal([
      'VALUE_INVALID "2999-12-25" stands twice (undefined)',
    ]);
    expect(load('calendar: { workdays: [mon, mon] }').told).to.have.length(1);
    expect(load('calendar: { workdays: [] }').told).to.deep.equal([
      'VALUE_INVALID must not be empty (undefined)',
    ]);
    expect(load('calendar: { workdays: [Monday] }').told[0]).to.contain('is not one of the allowed values');
  });

  it('warns when all holidays are over, and works on', () => {
    const { calendar, told } = load('calendar: { holidays: [2001-12-25, 2001-01-01] }');
    expect(calendar?.holidays).to.have.length(2);
    expect(told).to.deep.equal([
      'CALENDAR_OVER the last of these holidays was 2001-12-25, so every weekday from now on is a business day ' +
        '(add those of this year and the next)',
    ]);
  });

  it('takes the day from the wall of the hospital', () => {
    writeFileSync(join(root, 'hub.yaml'), 'calendar: { holidays: [2026-11-26] }');
    const yaml = readYamlFile(root, 'hub.yaml');
    const at = (timezone: string, now: string) =>
      calendarProblems(
        yaml,
        { timezone, calendar: { workdays: ['mon'], holidays: ['2026-11-26'] } },
        new Date(now),
      ).length;
    expect(at('America/Chicago', '2026-11-27T05:59:00Z')).to.equal(0);
    expect(at('America/Chicago', '2026-11-27T06:00:00Z')).to.equal(1);
    expect(at('Asia/Tokyo', '2026-11-26T15:00:00Z')).to.equal(1);
  });
});
