import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openControl, type Control, type ControlCall } from '../../src/api/control/control.js';
import { askHub } from '../../src/commands/asking/ask-hub.js';
import { findSocket, socketPathBytesMax } from '../../src/control-address.js';
import { RefusedError, type WaybillError } from '../../src/errors.js';
import { openLog } from '../../src/log.js';
import { startHubProcess, until, type HubProcess } from '../kit/hub-process.js';
import { openSite, type Site } from '../kit/site.js';

const log = openLog('silent');
const never = (): never => expect.fail('it was not refused');

describe('the control channel', () => {
  let dataDir: string;
  let control: Control | undefined;
  const calls: ControlCall[] = [];

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'waybill-control-test-'));
    calls.length = 0;
  });
  afterEach(async () => {
    await control?.close();
    control = undefined;
    await rm(dataDir, { recursive: true, force: true });
  });

  const open = async (run: (call: ControlCall) => Promise<unknown>, at = dataDir) => {
    control = await openControl({
      dataDir: at,
      log,
      run: (call) => {
        calls.push(call);
        return run(call);
      },
    });
    return (await findSocket(at))!;
  };

  it('is closed to everybody but the owner of the data directory', async () => {
    const path = await open(async () => null);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect((await stat(join(dataDir, 'control'))).mode & 0o777).to.equal(0o700);
  });

  it('hands over operation, input and who asks, and brings the answer back', async () => {
    const path = await open(async ({ input }) => ({ got: input }));
    const answer = await send(path, '/operations/a.b', { actor: 'anna', input: { x: 1 } });
    expect(answer).to.deep.include({ status: 200, body: { result: { got: { x: 1 } } } });
    expect(calls[0]).to.include({ operation: 'a.b', actor: 'local:anna' });
  });

  it('refuses a call without a name, or with one that could break a log', async () => {
    const path = await open(async () => null);
    for (const actor of [undefined, '', 'a\nb', 'x'.repeat(65), 'a\u001b[2J']) {
      const { status, body } = await send(path, '/operations/a', { actor, input: {} });
      expect(status, String(actor)).to.equal(400);
      expect(body).to.include({ code: 'REQUEST_INVALID' });
    }
    expect(calls).to.deep.equal([]);
  });

  it('answers an error with its code and sentence, and a fault with nothing of the inside', async () => {
    const path = await open(async ({ operation }) => {
      if (operation === 'fault') throw new Error('the password is 1234');
      throw new RefusedError('NAME_TAKEN', 'There is one already.', { detail: { name: 'x' } });
    });
    const refused = await send(path, '/operations/refused', { actor: 'anna' });
    expect(refused.status).to.equal(409);
    expect(refused.body).to.deep.include({
      code: 'NAME_TAKEN',
      detail: 'There is one already.',
      facts: { name: 'x' },
    });
    const fault = await send(path, '/operations/fault', { actor: 'anna' });
    expect(fault.status).to.equal(500);
    expect(JSON.stringify(fault.body)).not.to.contain('1234');
  });

  it('tells the operation when the command has gone', async () => {
    let told = (): void => undefined;
    const gone = new Promise<void>((resolve) => (told = resolve));
    const path = await open(({ signal }) => {
      signal.addEventListener('abort', () => told());
      leave();
      return gone;
    });
    const asking = request({ socketPath: path, path: '/operations/a', method: 'POST', headers: json });
    const leave = () => asking.destroy();
    asking.on('error', () => undefined);
    asking.end(JSON.stringify({ actor: 'anna' }));
    await gone;
  });

  it('finds another place where the path is too long for a socket, and clears it away', async () => {
    const deep = join(dataDir, 'd'.repeat(socketPathBytesMax));
    const path = await open(async () => 'here', deep);
    expect(path.startsWith(tmpdir())).to.equal(true);
    expect((await send(path, '/operations/a', { actor: 'anna' })).body).to.deep.equal({ result: 'here' });
    await control!.close();
    await stat(path).then(never, (error: NodeJS.ErrnoException) => expect(error.code).to.equal('ENOENT'));
  });

  it('takes the place of a hub that was killed, and leaves a living one alone', async () => {
    const path = await open(async () => 'first');
    const second = await openControl({ dataDir, log, run: async () => 'second' });
    expect((await send(path, '/operations/a', { actor: 'anna' })).body).to.deep.equal({ result: 'first' });
    await second.close();
    await control!.close();
    await writeFile(path, '');
    const again = await open(async () => 'third');
    expect((await send(again, '/operations/a', { actor: 'anna' })).body).to.deep.equal({ result: 'third' });
  });
});

describe('a command that asks the hub', function () {
  this.timeout(60_000);
  let site: Site;
  let hub: HubProcess | undefined;

  beforeEach(async () => {
    site = await openSite();
  });
  afterEach(async () => {
    hub?.kill('SIGKILL');
    await hub?.ended;
    await site.close();
  });

  it('does in its own process what it asks while no hub runs, and asks the hub while one does', async () => {
    const atRest = await askHub(site.root, 'hub.show', {}, { environment: {}, as: 'anna' });
    expect(atRest).to.deep.equal({ running: false, process: process.pid, actor: 'local:anna' });
    hub = startHubProcess({ root: site.root });
    await hub.ready;
    const running = await askHub(site.root, 'hub.show', {}, { environment: {}, as: 'anna' });
    expect(running).to.deep.equal({ running: true, process: hub.child.pid, actor: 'local:anna' });
    hub.kill('SIGKILL');
    await hub.ended;
    expect(await askHub(site.root, 'hub.show', {}, { environment: {} })).to.include({ running: false });
  });

  it('says what is wrong with what it asks, alike in both', async () => {
    const ask = () => askHub(site.root, 'hub.show', { x: 1 } as never, { environment: {} });
    const atRest = await ask().then(never, (error: WaybillError) => error);
    hub = startHubProcess({ root: site.root });
    await hub.ready;
    const running = await ask().then(never, (error: WaybillError) => error);
    expect(running).to.be.instanceOf(RefusedError);
    expect([running.code, running.message]).to.deep.equal([atRest.code, atRest.message]);
    expect(running.code).to.equal('REQUEST_INVALID');
  });

  it('leaves no trace of the channel when the hub is stopped', async () => {
    hub = startHubProcess({ root: site.root });
    await hub.ready;
    const path = (await readFile(join(site.root, 'data/control/address'), 'utf8')).trim();
    expect((await stat(path)).isSocket()).to.equal(true);
    await until('it hears signals', async () => hub!.output().includes('Ctrl+C') || undefined);
    hub.kill('SIGTERM');
    expect(await hub.ended).to.equal(0);
    await stat(path).then(never, (error: NodeJS.ErrnoException) => expect(error.code).to.equal('ENOENT'));
  });
});

const json = { 'content-type': 'application/json' };

function send(socketPath: string, path: string, body: object): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath, path, method: 'POST', headers: json }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString('utf8')));
      response.on('end', () => resolve({ status: response.statusCode!, body: JSON.parse(text) as unknown }));
    });
    asking.on('error', reject);
    asking.end(JSON.stringify(body));
  });
}
