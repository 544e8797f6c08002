/**
 * Versions that are approved to go live at a later time. The database is the real one; its clock is not waited for: the time that
 * was approved is moved.
 */
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { renderPlan } from '../../src/commands/configuration/plan.js';
import { invoiceFile } from '../kit/site.js';
import { openPlace, refusal, type HubInPlace, type Place } from './hub-in-place.js';

const mapping = 'mappings/plain-810.yaml';
const later = '2099-01-01T06:00';

describe('a version that is approved for a later time', function () {
  this.timeout(60_000);
  let place: Place;
  let hub: HubInPlace;
  let first: string;

  before(async () => {
    place = await openPlace();
  });
  after(() => place?.close());
  beforeEach(async () => {
    await place.renew('changes: { take: applied, fourEyes: true }\n');
    hub = await place.openHub();
    first = hub.live.status().hash;
  });

  /** Within the days that may be approved. */
  const soon = () => `${new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 16)}Z`;
  const planned = async (number = 'BIG01') => {
    await place.edit(mapping, (text) => text.replace(/number: BIG0\d/, `number: ${number}`));
    return (await hub.ask('configuration.plan', {})).hash;
  };
  const approve = (hash: string, actor = 'local:ben') =>
    hub.ask('configuration.approve', { hash, effective: soon(), why: 'as agreed' }, actor);
  /** Its time has come. */
  const come = () =>
    raw`UPDATE approvals SET effective_at = clock_timestamp() - interval '1 second'`.execute(place.sql);
  const upcoming = async () => (await hub.ask('configuration.plan', {})).approved;

  it('is approved by somebody else, shown, and not live before its time, over a restart', async () => {
    const hash = await planned();
    expect(await refusal(approve(hash, 'local:anna'))).to.equal('PLAN_OWN');
    expect(await approve(hash)).to.include({ hash, approvedBy: 'local:ben', timezone: 'UTC' });
    expect(await upcoming()).to.include({ hash, why: 'as agreed' });
    expect(renderPlan(await hub.ask('configuration.plan', {}))).to.match(
      /goes live 20\S+\+00:00 \(UTC\), approved by local:ben\.[^]*To have it live now: waybill apply [0-9a-f]{12}\n$/,
    );
    await hub.live.look();
    expect(hub.live.status().hash).to.equal(first);
    const again = await place.openHub();
    await again.live.look();
    expect(again.live.status().hash).to.equal(first);
  });

  it('goes live when its time has come, for the next file, exactly as it was planned whatever the folder holds', async () => {
    const hash = await planned();
    await approve(hash);
    await place.edit(mapping, (text) => text.replace('to: invoice@1', 'to: nothing@1'));
    await hub.receive(invoiceFile(1, ['INV-1']));
    await come();
    await hub.live.look();
    expect(hub.live.status().hash).to.equal(hash);
    await hub.receive(invoiceFile(2, ['INV-2']), 'b.x12');
    const records = await place.sql
      .selectFrom('records')
      .select('business_key')
      .orderBy('created_at')
      .execute();
    expect(records.map((record) => record.business_key)).to.deep.equal(['INV-1', '20260404']);
    const [approved, applied] = await place.events('configuration.approved', 'configuration.applied');
    expect(approved).to.deep.include({ actor: 'local:ben', subject: hash });
    expect(applied).to.deep.include({ actor: 'hub', subject: hash });
    expect(applied!.detail).to.include({ before: first, approvedBy: 'local:ben', why: 'as agreed' });
    await place.edit(mapping, (text) => text.replace('to: nothing@1', 'to: invoice@1'));
    expect(await upcoming()).to.equal(undefined);
  });

  it('goes live once where several hubs look at the same moment', async () => {
    const hash = await planned();
    await approve(hash);
    const other = await place.openHub();
    await come();
    await Promise.all([hub.live.look(), other.live.look()]);
    await Promise.all([hub.live.look(), other.live.look()]);
    expect([hub.live.status().hash, other.live.status().hash]).to.deep.equal([hash, hash]);
    expect(await place.events('configuration.applied')).to.have.length(1);
  });

  it('is what a hub starts with that was down at that time', async () => {
    const hash = await planned();
    await approve(hash);
    await come();
    expect((await place.openHub()).live.status().hash).to.equal(hash);
  });

  it('can be called off by anybody, and moved to another time', async () => {
    const hash = await planned();
    await approve(hash);
    await approve(hash, 'local:cy');
    expect(await upcoming()).to.include({ hash, approvedBy: 'local:cy' });
    expect(await refusal(hub.ask('configuration.cancel', { hash: '0'.repeat(12) }))).to.equal(
      'NOTHING_APPROVED',
    );
    expect((await upcoming())?.hash, 'another hash calls nothing off').to.equal(hash);
    await hub.ask('configuration.cancel', { hash: hash.slice(0, 8) });
    await come();
    await hub.live.look();
    expect(hub.live.status().hash).to.equal(first);
    expect(await refusal(hub.ask('configuration.cancel', {}))).to.equal('NOTHING_APPROVED');
  });

  it('keeps others from going live that it would take back; going back calls it off', async () => {
    const hash = await planned();
    await approve(hash);
    const other = await planned('BIG04');
    expect(await refusal(hub.ask('configuration.apply', { hash: other }, 'local:ben'))).to.equal(
      'APPROVED_OTHER',
    );
    expect(await refusal(approve(other))).to.equal('APPROVED_OTHER');
    expect((await hub.ask('configuration.apply', { hash }, 'local:ben')).changed, 'now instead').to.equal(
      true,
    );
    expect(await upcoming()).to.equal(undefined);
    await approve(other);
    const back = await hub.ask('configuration.roll-back', { write: false });
    expect(back).to.include({ hash: first, cancelled: other });
    await come();
    await hub.live.look();
    expect(hub.live.status().hash).to.equal(first);
    const events = await place.events('configuration.called-off', 'configuration.rolled-back');
    expect(events.map(({ event, subject }) => [event, subject])).to.deep.equal([
      ['configuration.called-off', other],
      ['configuration.rolled-back', first],
    ]);
  });

  it('leaves live what is live when a secret of it is gone, says so once, and never tries by itself again', async () => {
    await place.edit('partners/acme.yaml', (text) =>
      text.replace(
        'agreements:',
        `  acme-sftp:
    transport: sftp
    host: sftp.acme.example
    user: hospital
    key: secret:acme-key
    hostKey: ['SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU']
    send: { path: /in, name: '{document}_{control}.x12' }
agreements:`,
      ),
    );
    const environment: NodeJS.ProcessEnv = { WAYBILL_SECRET_ACME_KEY: 'something' };
    hub = await place.openHub(environment);
    const { hash } = await hub.ask('configuration.plan', {});
    await approve(hash);
    delete environment['WAYBILL_SECRET_ACME_KEY'];
    await come();
    await hub.live.look();
    await hub.live.look();
    expect(hub.live.status().hash).to.equal(first);
    const fault = { code: 'SECRET_UNUSABLE', place: 'secret:acme-key' };
    expect((await upcoming())?.refused).to.deep.equal(fault);
    expect(renderPlan(await hub.ask('configuration.plan', {}))).to.match(
      /could not: SECRET_UNUSABLE at secret:acme-key\. Once that is corrected: waybill apply [0-9a-f]{12}\n/,
    );
    const refused = await place.events('configuration.refused');
    expect(refused).to.have.length(1);
    expect(refused[0]!.detail).to.include(fault);
    environment['WAYBILL_SECRET_ACME_KEY'] = 'something';
    await hub.live.look();
    expect(hub.live.status().hash).to.equal(first);
    await hub.ask('configuration.apply', { hash }, 'local:ben');
    expect(hub.live.status().hash).to.equal(hash);
    expect(await upcoming()).to.equal(undefined);
  });

  it('leaves live what is live when its kept bytes are damaged, and is in nobody’s way from then on', async () => {
    const hash = await planned();
    await approve(hash);
    await raw`DELETE FROM raw_chunks WHERE sha256 = (SELECT sha256 FROM configuration_files
      WHERE hash = ${hash} AND path = ${mapping})`.execute(place.sql);
    await come();
    await hub.live.look();
    expect(hub.live.status().hash).to.equal(first);
    expect((await place.events('configuration.refused'))[0]!.detail).to.include({ code: 'ARCHIVE_DAMAGED' });
    const other = await planned('BIG04');
    await hub.ask('configuration.apply', { hash: other }, 'local:ben');
    expect(hub.live.status().hash).to.equal(other);
    expect((await place.events('configuration.called-off'))[0]).to.include({ subject: hash });
  });

  it('needs a time to come that there is, a change, and changes that are applied', async () => {
    const hash = await planned();
    for (const effective of ['2020-01-01T06:00', later, 'tomorrow']) {
      const asked = hub.ask('configuration.approve', { hash, effective }, 'local:ben');
      expect(await refusal(asked), effective).to.equal('EFFECTIVE_TIME_UNUSABLE');
    }
    await hub.ask('configuration.apply', { hash }, 'local:ben');
    expect(await refusal(approve(hash))).to.equal('EFFECTIVE_TIME_UNUSABLE');
    await place.edit('hub.yaml', (text) => text.replace('take: applied', 'take: at-once'));
    const { hash: atOnce } = await hub.ask('configuration.plan', {});
    expect(await refusal(approve(atOnce))).to.equal('EFFECTIVE_TIME_UNUSABLE');
    await hub.ask('configuration.apply', { hash: atOnce }, 'local:ben');
    expect(await refusal(approve(hash))).to.equal('CHANGES_TAKEN_AT_ONCE');
  });
});
