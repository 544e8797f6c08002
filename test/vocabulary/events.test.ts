/**
 * The catalog of events is what src/ writes: each name somewhere, and each detail with the fields that it declares.
 */
import { expect } from 'chai';
import { events, type EventName } from '../../src/vocabulary/events.js';
import { receivedFileStates } from '../../src/vocabulary/states.js';
import { workSteps } from '../../src/vocabulary/steps.js';
import { writtenEvents } from '../kit/written-events.js';

/** Names that are put together, by file and expression. */
const computed: Record<string, readonly string[]> = {
  'src/configuration/versions/start-version.ts: event': ['configuration.live', 'configuration.rolled-back'],
  'src/steps/send/send.ts: eventOf(file)': [
    'document.sent',
    ...['answer', 'acknowledgment'].flatMap((noun) => [`${noun}.sent`, `${noun}.re-offered`]),
  ],
  'src/steps/translate/save/save.ts: `file.${state}`': Object.keys(receivedFileStates)
    .filter((state) => state !== 'received')
    .map((state) => `file.${state}`),
  'src/working/run-leased.ts: `${step.step}.dead-lettered`': workSteps.map((step) => `${step}.dead-lettered`),
};

describe('the catalog of events', () => {
  const written = writtenEvents(computed);
  const names = Object.keys(events) as EventName[];
  const fieldsOf = (name: EventName): readonly string[] => events[name].detail;
  const bare = (field: string) => field.replace('?', '');

  it('has every event that is written, and no other', () => {
    expect([...new Set(written.flatMap((one) => one.names))].sort()).to.deep.equal([...names].sort());
  });

  it('declares every field of a detail that is written, and says which may be absent', () => {
    const faults = written.flatMap(({ place, names: ofPlace, details }) =>
      ofPlace.flatMap((name) => {
        const declared = fieldsOf(name as EventName);
        return details.flatMap(({ always, sometimes }) => [
          ...[...always, ...sometimes]
            .filter((field) => !declared.map(bare).includes(field))
            .map((field) => `${place} ${name}: ${field} is not declared`),
          ...declared
            .filter((field) => !field.endsWith('?') && !always.includes(field))
            .map((field) => `${place} ${name}: ${field} is declared and may be absent`),
        ]);
      }),
    );
    expect(faults, `\n${faults.join('\n')}\n`).to.deep.equal([]);
  });

  const detailsOf = (name: EventName) =>
    written.filter((one) => one.names.includes(name)).flatMap((one) => one.details);

  it('declares no field that nobody writes', () => {
    const faults = names.flatMap((name) => {
      const fields = detailsOf(name).flatMap(({ always, sometimes }) => [...always, ...sometimes]);
      const unwritten = fieldsOf(name).filter((field) => !fields.includes(bare(field)));
      return unwritten.map((field) => `${name}: ${field}`);
    });
    expect(faults).to.deep.equal([]);
  });

  it('says only of fields that are absent somewhere that they may be', () => {
    const faults = names.flatMap((name) => {
      const isInEach = (field: string) => detailsOf(name).every(({ always }) => always.includes(field));
      const present = fieldsOf(name).filter((field) => field.endsWith('?') && isInEach(bare(field)));
      return present.map((field) => `${name}: ${field}`);
    });
    expect(faults).to.deep.equal([]);
  });
});
