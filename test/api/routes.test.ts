import { expect } from 'chai';
import { request } from 'node:http';
import { buildApi, type Api } from '../../src/api/start-server.js';
import { callerOf } from '../../src/api/route-table.js';
import { openLog } from '../../src/log.js';
import {
  forgetOperators,
  openGround,
  sampleFigures,
  signedInVisitor,
  startApi,
  Visitor,
  type Ground,
} from './running-api.js';

/** Sends the path byte for byte, where fetch would tidy it up first. */
function askRaw(address: string, method: string, path: string): Promise<number> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject).end();
  });
}

describe('the routes of the API', () => {
  let ground: Ground;
  let api: Api;
  let operator: Visitor;
  let routes: { method: string; url: string }[];

  before(async function () {
    this.timeout(60_000);
    ground = await openGround();
    await forgetOperators(ground.database);
    api = await startApi(ground);
    operator = await signedInVisitor(api);
    routes = await listRoutes(ground);
  });
  after(async () => {
    await api.close();
    await ground.close();
  });

  it('are all in the table that says who may call them', () => {
    expect(routes).to.have.length.above(30);
    for (const { method, url } of routes) expect(callerOf(method, url), `${method} ${url}`).to.be.a('string');
  });

  it('cannot be added without an entry in the table', async () => {
    const app = await buildForRoutes(ground);
    expect(() => app.get('/v1/everything', () => 'open')).to.throw(
      'route-table.ts says nothing about GET /v1/everything',
    );
    expect(() => app.post('/ops/queues-next', () => 'open')).to.throw('route-table.ts says nothing');
    await app.close();
  });

  it('let a stranger see only what is for anyone', async () => {
    for (const { method, url } of routes) {
      const status = await askRaw(api.address, method, url.replace(/:\w+|\*/g, 'x'));
      const name = `${method} ${url} answered ${status}`;
      const expected = { anyone: [200, 302, 415, 400], setup: [404], operator: [401] }[
        callerOf(method, url) ?? 'operator'
      ];
      expect(expected, name).to.include(status);
    }
  });

  it('let a signed-in operator look at the queues, and do nothing to them', async () => {
    for (const { method, url } of routes.filter((route) => route.url.startsWith('/ops/queues'))) {
      const path = url.replace(':queueName', 'deliver').replace(/:\w+|\*/g, 'x');
      const { status } = await operator.ask(method, path);
      const acts = method !== 'GET' && method !== 'HEAD';
      if (acts) expect(status, `${method} ${path}`).to.equal(405);
      // The embedded database cannot tell who works, so the board does not ask.
      else if (path.endsWith('/workers')) expect(status, path).to.equal(403);
      else expect([200, 404], `${method} ${path} answered ${status}`).to.include(status);
    }
  });

  const probes = [
    '/ops/queues',
    '/ops/queues/',
    '/ops/queues/api/queues',
    '/ops/%71ueues',
    '/ops/%71ueues/api/queues',
    '/%6fps/queues/api/queues',
    '/%6Fps/%71%75eues/api/%71ueues',
    '//ops/queues/api/queues',
    '/ops//queues/api/queues',
    '/ops/./queues/api/queues',
    '/./ops/queues/api/queues',
    '/x/../ops/queues/api/queues',
    '/ops/x/..%2fqueues/api/queues',
    '/ops/queues/..%2fqueues/api/queues',
    '/ops%2fqueues/api/queues',
    '/ops%2Fqueues%2Fapi%2Fqueues',
    '/ops\\queues/api/queues',
    '/OPS/queues/api/queues',
    '/ops/Queues/api/queues',
    '/ops/queues;x=1/api/queues',
    '/ops/queues/api/queues/',
    '/ops/queues/api/queues?activeQueue=deliver',
    '/ops/queues/static/',
    '/ops/queues/static/favicon-32x32.png',
    '/ops/queues/static/..%2f..%2findex.ejs',
    '/ops/queues/static/%2e%2e/index.ejs',
    '/ops/queues%00/api/queues',
    '/ops/queues/%',
    'http://other.example/ops/queues/api/queues',
  ];
  for (const path of probes) {
    it(`show a stranger nothing at ${path}`, async () => {
      expect([400, 401, 404]).to.include(await askRaw(api.address, 'GET', path));
    });
  }

  it('answer a stranger with 401 or 404, never another status, on the probes that other guards let through', async () => {
    for (const path of probes.slice(0, 15)) {
      expect([401, 404], path).to.include(await askRaw(api.address, 'GET', path));
    }
  });

  it('read nothing but their own files for an operator', async () => {
    for (const path of [
      '/ops/queues/static/..%2findex.ejs',
      '/ops/queues/static/%2e%2e%2f%2e%2e%2fpackage.json',
    ]) {
      expect([400, 403, 404], path).to.include((await operator.get(path)).status);
    }
  });

  it('show a person the sign-in page, and a program a problem', async () => {
    const stranger = new Visitor(api.address);
    const person = await stranger.get('/ops/queues');
    expect(person.status).to.equal(401);
    expect(await person.text()).to.match(/<h1>Sign in<\/h1>/);
    const program = await stranger.ask('GET', '/ops/queues/api/queues');
    expect(program.headers.get('content-type')).to.match(/^application\/problem\+json/);
    expect(await program.json()).to.include({ code: 'SIGN_IN_REQUIRED', status: 401 });
  });

  it('take an invented session for none', async () => {
    const stranger = new Visitor(api.address);
    stranger.cookies.set('waybill_session', 'A'.repeat(43));
    expect((await stranger.get('/ops/queues/api/queues')).status).to.equal(401);
  });
});

async function buildForRoutes(ground: Ground, onRoute?: (route: { method: string; url: string }) => void) {
  return buildApi(
    {
      database: ground.database,
      queues: ground.queues,
      figures: async () => sampleFigures,
      log: openLog('silent'),
      version: '0.1.0',
    },
    onRoute,
  );
}

async function listRoutes(ground: Ground): Promise<{ method: string; url: string }[]> {
  const routes: { method: string; url: string }[] = [];
  const app = await buildForRoutes(ground, (route) => routes.push(route));
  await app.ready();
  await app.close();
  return routes;
}
