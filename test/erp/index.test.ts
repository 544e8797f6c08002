import { expect } from 'chai';
import { ConfigError } from '../../src/errors.js';
import { checkErpSettings, erpAdapters, openErp } from '../../src/erp/index.js';
import { errorOf } from '../conformance/erp.js';

const http = (changes: object) => ({ adapter: 'http', url: 'https://erp.example/api', ...changes });
const messages = (settings: { adapter: string }) =>
  checkErpSettings('erp-main', settings).map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('settings of an ERP', () => {
  it('are fine when they are as documented', () => {
    expect(
      messages(http({ auth: { bearer: 'secret:erp-token' }, timeoutMs: 20000, concurrency: 8 })),
    ).to.deep.equal([]);
    expect(messages({ adapter: 'files', path: './data/erp', format: 'json' } as never)).to.deep.equal([]);
  });

  const wrong: [string, { adapter: string }, RegExp][] = [
    [
      'an adapter that does not exist',
      { adapter: 'soap' },
      /^adapter: no such adapter; there are: files, http$/,
    ],
    ['an adapter named like a property of objects', { adapter: 'constructor' }, /^adapter: no such adapter/],
    ['an option that does not exist', http({ timeout: 5 }), /^timeout: there is no option "timeout"$/],
    [
      'a secret in clear',
      http({ auth: { bearer: 'hunter2' } }),
      /^auth\.bearer: must be the name of a secret/,
    ],
    ['credentials in the address', http({ url: 'https://me:pw@erp.example' }), /credentials/],
    ['another scheme', http({ url: 'file:///etc/passwd' }), /https/],
    ['no address', http({ url: 'erp.example' }), /address/],
    ['a query', http({ url: 'https://erp.example/?key=1' }), /query/],
    ['a link-local address', http({ url: 'http://169.254.169.254/latest' }), /link-local/],
    ['a link-local address as one number', http({ url: 'http://2852039166/' }), /link-local/],
    ['a link-local address in hexadecimal', http({ url: 'http://0xA9.0xFE.0xA9.0xFE/' }), /link-local/],
    ['a link-local IPv6 address', http({ url: 'http://[fe80::1]/' }), /link-local/],
    ['a link-local address dressed as IPv6', http({ url: 'http://[::ffff:169.254.169.254]/' }), /link-local/],
    ['a timeout of zero', http({ timeoutMs: 0 }), /^timeoutMs: /],
    ['a folder without a path', { adapter: 'files' }, /^path: /],
  ];
  for (const [name, settings, message] of wrong) {
    it(`refuse ${name}`, () => {
      expect(messages(settings)).to.have.length(1);
      expect(messages(settings)[0]).to.match(message);
    });
  }

  it('stop an ERP from opening, with the place in hub.yaml', async () => {
    const error = await errorOf(
      openErp('erp-main', http({ timeoutMs: 'x' }), { root: '/', secret: async () => undefined }),
    );
    expect(error)
      .to.be.instanceOf(ConfigError)
      .with.property('message')
      .that.matches(/^erp\.erp-main\.timeoutMs: /);
  });

  it('describe every option of every adapter', () => {
    for (const [name, { settings }] of Object.entries(erpAdapters)) {
      for (const [option, schema] of Object.entries(
        (settings as unknown as { shape: Record<string, { description?: string }> }).shape,
      )) {
        expect(schema.description, `${name}.${option}`).to.be.a('string');
      }
    }
  });
});
