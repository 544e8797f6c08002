/**
 * What a hub owes by the facts that an earlier one left, and whether it has done all of that and nothing else.
 */
import { expect } from 'chai';
import type { Facts } from './facts.js';
import { missingRows } from './story.js';

/** Tables of which rows go when something is done. */
const emptied = ['approvals', 'shadow_files', 'setup_secrets', 'unchained_events'];

/** What waits for others about the same order that were given up, and for whom nobody knows. */
const staysOpen = ['EARLIER_DOCUMENT_OPEN', 'RECIPIENT_UNKNOWN'];

/** Records whose delivery was begun, by business key. */
export function owedToErp({ deliveries }: Facts): string[] {
  return Object.values(deliveries).flatMap(({ of, state }) => (state === 'waiting' ? [of] : []));
}

/** Numbers of the orders that suppliers have. */
export function ordersSent({ documents }: Facts): string[] {
  return Object.entries(documents).flatMap(([key, { state }]) =>
    state === 'sent' && key.endsWith(' purchase-order@1') ? [key.split(' ')[0]!] : [],
  );
}

/** What is overdue by now: all that was sent before is due since then, for a snapshot is older than what was agreed. */
export function overdueNow({ expectations, documents }: Facts): string[] {
  const isOverdue = (key: string, state: string) =>
    state === 'overdue' ||
    (state === 'open' && documents[key.slice(0, key.lastIndexOf(' '))]?.state === 'sent');
  return Object.keys(expectations)
    .filter((key) => isOverdue(key, expectations[key]!))
    .sort();
}

/**
 * @param saved as it was left
 * @param found when all is done, and the rows that were missing are there
 * @param interchanges that came since
 */
export function checkEnd(saved: Facts, found: Facts, interchanges: number): void {
  checkRows(saved, found);
  checkDeliveries(saved, found);
  checkDocuments(saved, found);
  checkExpectations(saved, found);
  checkAcknowledgments(saved, found, interchanges);
  const givenUp = Object.entries(saved.work).filter(([key]) => key.includes('dead-lettered'));
  const left = Object.entries(found.work).filter(([key]) => !key.startsWith('compose waiting'));
  expect(Object.fromEntries(left), 'work that was given up, and no other').to.deep.equal(
    Object.fromEntries(givenUp),
  );
  expect(found.operators).to.deep.equal(saved.operators);
  expect(found.configurations.approved).to.equal(null);
  expect(found.shadow).to.include({ hash: saved.shadow.hash, running: true, waiting: 0 });
  expect(found.shadow.changed).to.be.at.least(saved.shadow.changed);
}

/** Nothing is gone that was there. */
function checkRows(saved: Facts, found: Facts): void {
  for (const [table, count] of Object.entries(saved.rows))
    if (!emptied.includes(table)) expect(found.rows[table], table).to.be.at.least(count);
  for (const kind of ['events', 'controlNumbers'] as const)
    for (const [key, count] of Object.entries(saved[kind]))
      expect(found[kind][key], key).to.be.at.least(count);
  for (const [key, state] of Object.entries(saved.records)) {
    const [, revision] = state.split(' ');
    expect(Number(found.records[key]?.split(' ')[1]), key).to.be.at.least(Number(revision));
  }
}

function checkDeliveries(saved: Facts, found: Facts): void {
  for (const [key, { of, state }] of Object.entries(saved.deliveries)) {
    const now = found.deliveries[key]?.state;
    // Of what was let go the held revision goes nowhere; the next one does.
    if (state === 'held' && now === 'cancelled') {
      const [id, revision] = key.split('.');
      expect(found.deliveries[`${id}.${Number(revision) + 1}`], of).to.deep.equal({ of, state: 'delivered' });
    } else expect(now, of).to.equal(state === 'waiting' ? 'delivered' : state);
  }
  const added = Object.entries(found.deliveries).filter(([key]) => !(key in saved.deliveries));
  expect(added.filter(([, { state }]) => state !== 'delivered')).to.deep.equal([]);
}

function checkDocuments(saved: Facts, found: Facts): void {
  for (const [key, { state, reason, verdict }] of Object.entries(saved.documents)) {
    const stays = !['waiting', 'held', 'written'].includes(state) || staysOpen.includes(reason ?? '');
    expect(found.documents[key]?.state, key).to.equal(stays ? state : 'sent');
    expect(found.documents[key]?.verdict, key).to.equal(verdict);
  }
  const added = Object.entries(found.documents).filter(([key]) => !(key in saved.documents));
  expect(added.filter(([, { state }]) => state !== 'sent')).to.deep.equal([]);
}

function checkExpectations(saved: Facts, found: Facts): void {
  const overdue = overdueNow(saved);
  for (const [key, state] of Object.entries(saved.expectations))
    expect(found.expectations[key], key).to.equal(overdue.includes(key) ? 'overdue' : state);
  const added = Object.entries(found.expectations).filter(([key]) => !(key in saved.expectations));
  expect(added.filter(([, state]) => state !== 'open')).to.deep.equal([]);
  expect(added.map(([key]) => key)).to.include(`${missingRows[0].waits} purchase-order@1 997`);
}

/** All are sent but what was given up: what was owed, and one for each interchange that came since. */
function checkAcknowledgments(saved: Facts, found: Facts, interchanges: number): void {
  const byEnd = ({ acknowledgments }: Facts, givenUp: boolean) =>
    Object.entries(acknowledgments).filter(([key]) => key.endsWith(' dead-lettered') === givenUp);
  const sum = (counts: readonly [string, number][]) => counts.reduce((total, [, count]) => total + count, 0);
  expect(byEnd(found, true)).to.deep.equal(byEnd(saved, true));
  expect(byEnd(found, false).filter(([key]) => !key.endsWith(' sent'))).to.deep.equal([]);
  expect(sum(byEnd(found, false)), 'answers').to.equal(sum(byEnd(saved, false)) + interchanges);
}
