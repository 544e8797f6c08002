import { expect } from 'chai';
import type { Api } from '../../src/api/start-server.js';
import {
  forgetOperators,
  openGround,
  password,
  signedInVisitor,
  startApi,
  Visitor,
  type Ground,
} from './running-api.js';

describe('signing in to the queue pages', () => {
  let ground: Ground;
  let api: Api;
  before(async function () {
    this.timeout(60_000);
    ground = await openGround();
  });
  after(() => ground.close());
  beforeEach(async () => {
    await forgetOperators(ground.database);
    api = await startApi(ground);
  });
  afterEach(() => api.close());

  const setup = (visitor: Visitor, fields: Record<string, string>) =>
    visitor.submit('/ops/setup', { secret: api.setupSecret ?? '', name: 'ada', password, ...fields });
  const signIn = (visitor: Visitor, fields: Record<string, string> = {}) =>
    visitor.submit('/ops/sign-in', { name: 'ada', password, ...fields });
  const events = () =>
    ground.database.kysely.selectFrom('events').select(['event', 'actor']).orderBy('id').execute();

  describe('while no operator exists', () => {
    it('hands out a first-run secret and stores only its hash', async () => {
      expect(api.setupSecret).to.have.length(43);
      const stored = await ground.database.kysely.selectFrom('setup_secrets').selectAll().execute();
      expect(stored).to.have.length(1);
      expect(JSON.stringify(stored)).not.to.contain(api.setupSecret);
    });

    it('has no queue pages at all, and leads to the set-up page', async () => {
      const visitor = new Visitor(api.address);
      for (const path of ['/ops/queues', '/ops/queues/api/queues', '/ops/queues/static/favicon-32x32.png']) {
        expect((await visitor.get(path)).status, path).to.equal(404);
      }
      expect((await visitor.get('/ops')).headers.get('location')).to.equal('/ops/setup');
      expect((await visitor.get('/ops/sign-in')).headers.get('location')).to.equal('/ops/setup');
      expect((await visitor.get('/ops/setup')).status).to.equal(200);
    });

    it('makes the first operator, signs him in and takes the set-up page away', async () => {
      const visitor = await signedInVisitor(api);
      expect((await visitor.get('/ops/queues')).status).to.equal(200);
      expect((await visitor.get('/ops/setup')).status).to.equal(404);
      expect((await new Visitor(api.address).post('/ops/setup', {})).status).to.equal(404);
    });

    it('takes a secret that another process of the hub printed, and then no other', async () => {
      const other = await startApi(ground);
      try {
        const done = await setup(new Visitor(api.address), { secret: other.setupSecret ?? '' });
        expect(done.status).to.equal(303);
        const late = await new Visitor(other.address).submit('/ops/setup', {});
        expect(late.status).to.equal(404);
        expect(await ground.database.kysely.selectFrom('setup_secrets').selectAll().execute()).to.deep.equal(
          [],
        );
      } finally {
        await other.close();
      }
    });

    it('lets one of many set-ups at once through', async () => {
      const visitors = Array.from({ length: 4 }, () => new Visitor(api.address));
      const statuses = await Promise.all(
        visitors.map(async (visitor, index) => (await setup(visitor, { name: `ada${index}` })).status),
      );
      expect(statuses.filter((status) => status === 303)).to.have.length(1);
      expect(await ground.database.kysely.selectFrom('operators').select('name').execute()).to.have.length(1);
    });

    const wrong: [string, Record<string, string>, number, RegExp][] = [
      ['a wrong secret', { secret: 'x'.repeat(43) }, 401, /secret is wrong/],
      ['no secret', { secret: '' }, 401, /secret is wrong/],
      ['a short password', { password: 'x'.repeat(11) }, 400, /12 to 200 characters/],
      ['an endless password', { password: 'x'.repeat(201) }, 400, /12 to 200 characters/],
      ['a name with markup', { name: '<b>' }, 400, /name takes/],
      ['a name with a NUL', { name: 'ada\0' }, 400, /name takes/],
      ['a field of its own', { role: 'admin' }, 400, /Give the first-run secret/],
    ];
    for (const [name, fields, status, words] of wrong) {
      it(`refuses ${name} in words`, async () => {
        const response = await setup(new Visitor(api.address), fields);
        expect(response.status).to.equal(status);
        expect(await response.text()).to.match(words);
        expect(await ground.database.kysely.selectFrom('operators').selectAll().execute()).to.deep.equal([]);
      });
    }
  });

  describe('once an operator exists', () => {
    beforeEach(() => signedInVisitor(api));

    it('gives no first-run secret any more', async () => {
      const again = await startApi(ground);
      await again.close();
      expect(again).not.to.have.property('setupSecret');
    });

    it('lets the operator in with a cookie that scripts and other sites cannot use', async () => {
      const visitor = new Visitor(api.address);
      const response = await signIn(visitor);
      expect(response.status).to.equal(303);
      expect(response.headers.get('location')).to.equal('/ops/queues');
      const cookie = response.headers.getSetCookie().find((line) => line.startsWith('waybill_session='));
      expect(cookie)
        .to.match(/HttpOnly/)
        .and.match(/SameSite=Strict/)
        .and.match(/Path=\/ops/);
      expect(cookie).not.to.match(/Secure/);
      const shown = await visitor.get('/ops/queues/api/queues');
      expect([shown.status, shown.headers.get('cache-control')]).to.deep.equal([200, 'no-store']);
    });

    it('marks cookies Secure where browsers come over HTTPS', async () => {
      const secure = await startApi(ground, { secureCookies: true });
      const response = await new Visitor(secure.address).get('/ops/sign-in');
      await secure.close();
      expect(response.headers.getSetCookie().join()).to.match(/Secure/);
      expect(response.headers.get('strict-transport-security')).to.be.a('string');
    });

    it('stores neither password nor token', async () => {
      const visitor = new Visitor(api.address);
      await signIn(visitor);
      const { kysely } = ground.database;
      const stored = JSON.stringify([
        await kysely.selectFrom('operators').selectAll().execute(),
        await kysely.selectFrom('operator_sessions').selectAll().execute(),
        await kysely.selectFrom('events').selectAll().execute(),
      ]);
      expect(stored).not.to.contain(password);
      expect(stored).not.to.contain(visitor.cookies.get('waybill_session'));
    });

    for (const fields of [
      { password: 'wrong password' },
      { name: 'eve' },
      { name: 'ada\0' },
      { name: "' OR 1=1 --" },
    ]) {
      it(`says the same words for ${JSON.stringify(fields)}`, async () => {
        const response = await signIn(new Visitor(api.address), fields);
        expect(response.status).to.equal(401);
        expect(await response.text()).to.match(/Name or password is wrong\./);
        expect(response.headers.getSetCookie().join()).not.to.match(/waybill_session/);
      });
    }

    it('ends the session when the operator signs out, also for a copy of the cookie', async () => {
      const visitor = new Visitor(api.address);
      await signIn(visitor);
      const thief = new Visitor(api.address);
      visitor.cookies.forEach((value, name) => thief.cookies.set(name, value));
      expect((await visitor.submit('/ops/sign-out', {})).headers.get('location')).to.equal('/ops/sign-in');
      expect(visitor.cookies.has('waybill_session')).to.equal(false);
      expect((await thief.get('/ops/queues')).status).to.equal(401);
    });

    it('takes a session that has run out for none', async () => {
      const visitor = new Visitor(api.address);
      await signIn(visitor);
      await ground.database.kysely
        .updateTable('operator_sessions')
        .set({ expires_at: new Date(0) })
        .execute();
      expect((await visitor.get('/ops/queues')).status).to.equal(401);
    });

    it('replaces the session at each sign-in', async () => {
      const visitor = new Visitor(api.address);
      await signIn(visitor);
      const first = visitor.cookies.get('waybill_session');
      await signIn(visitor);
      const thief = new Visitor(api.address);
      thief.cookies.set('waybill_session', first ?? '');
      expect((await thief.get('/ops/queues')).status).to.equal(401);
    });

    it('records each sign-in and sign-out once', async () => {
      await ground.database.kysely.deleteFrom('unchained_events').execute();
      await ground.database.kysely.deleteFrom('events').execute();
      const visitor = new Visitor(api.address);
      await signIn(visitor);
      await visitor.submit('/ops/sign-out', {});
      expect(await events()).to.deep.equal([
        { event: 'operator.signed-in', actor: 'ada' },
        { event: 'operator.signed-out', actor: 'ada' },
      ]);
    });

    const forged: [string, Record<string, string>, Record<string, string | undefined>][] = [
      ['without a form token', { formToken: '' }, {}],
      ['with another form token', { formToken: 'A'.repeat(43) }, {}],
      ['from another site', {}, { origin: 'https://evil.example' }],
      ['from a sandboxed page', {}, { origin: 'null' }],
      ['without an origin', {}, { origin: undefined }],
    ];
    for (const [name, fields, headers] of forged) {
      it(`refuses forms ${name}`, async () => {
        const visitor = new Visitor(api.address);
        expect(
          (await visitor.submit('/ops/sign-in', { name: 'ada', password, ...fields }, headers)).status,
        ).to.equal(403);
        await signIn(visitor);
        expect((await visitor.submit('/ops/sign-out', fields, headers)).status).to.equal(403);
        expect((await visitor.get('/ops/queues')).status).to.equal(200);
      });
    }

    it('refuses a form token of another browser', async () => {
      const page = await (await new Visitor(api.address).get('/ops/sign-in')).text();
      const formToken = /name="formToken" value="([^"]+)"/.exec(page)?.[1] ?? '';
      const victim = new Visitor(api.address);
      await victim.get('/ops/sign-in');
      expect((await victim.post('/ops/sign-in', { formToken, name: 'ada', password })).status).to.equal(403);
    });

    it('makes guessing wait, even with the right password, and says how long', async () => {
      const guesses = await Promise.all(
        Array.from({ length: 8 }, () => signIn(new Visitor(api.address), { password: 'guess' })),
      );
      const statuses = guesses.map((response) => response.status).sort((one, other) => one - other);
      expect(statuses).to.deep.equal([401, 401, 401, 401, 401, 429, 429, 429]);
      const waiting = await signIn(new Visitor(api.address));
      expect(waiting.status).to.equal(429);
      expect(Number(waiting.headers.get('retry-after'))).to.be.at.least(1);
      expect(await waiting.text()).to.match(/Try again in \d+ s/);
    });
  });
});
