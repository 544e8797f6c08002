import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError } from '../src/errors.js';
import { findClearSecrets, openSecrets, secretBytesMax, secretVariable } from '../src/secrets.js';

describe('openSecrets', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'waybill-secrets-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('finds a secret in the environment under its name in capitals', async () => {
    const secrets = openSecrets(['environment'], { WAYBILL_SECRET_ACME_SFTP_KEY: 'abc' });
    expect(await secrets.find('acme-sftp-key')).to.equal('abc');
    expect(await secrets.find('other')).to.equal(undefined);
  });

  it('finds a secret in a file of its name, without the last line break', async () => {
    writeFileSync(join(folder, 'erp-token'), 'abc \n');
    expect(await openSecrets([{ files: folder }], {}).find('erp-token')).to.equal('abc ');
  });

  it('leaves the line breaks of a key of several lines', async () => {
    writeFileSync(join(folder, 'key'), '-----BEGIN\nabc\n-----END\n');
    expect(await openSecrets([{ files: folder }], {}).find('key')).to.equal('-----BEGIN\nabc\n-----END\n');
  });

  it('looks in the places in their order, past empty values', async () => {
    writeFileSync(join(folder, 'a'), 'from file');
    const places = ['environment' as const, { files: folder }];
    expect(await openSecrets(places, { WAYBILL_SECRET_A: 'from environment' }).find('a')).to.equal(
      'from environment',
    );
    expect(await openSecrets(places, { WAYBILL_SECRET_A: '' }).find('a')).to.equal('from file');
  });

  it('sees a value that was changed after it was opened', async () => {
    const secrets = openSecrets([{ files: folder }], {});
    writeFileSync(join(folder, 'a'), 'old');
    expect(await secrets.find('a')).to.equal('old');
    writeFileSync(join(folder, 'a'), 'new');
    expect(await secrets.find('a')).to.equal('new');
  });

  for (const name of ['../secret', '/etc/passwd', 'a/b', '', '.', '..', 'a\0b', '-a', 'PATH=x']) {
    it(`finds nothing for ${JSON.stringify(name)}`, async () => {
      writeFileSync(join(folder, 'secret'), 'x');
      mkdirSync(join(folder, 'inner'));
      expect(await openSecrets([{ files: join(folder, 'inner') }, 'environment'], {}).find(name)).to.equal(
        undefined,
      );
    });
  }

  it('finds nothing in a folder that is not there', async () => {
    expect(await openSecrets([{ files: join(folder, 'absent') }], {}).find('a')).to.equal(undefined);
  });

  it('throws a ConfigError for a secret that is there but cannot be read', async () => {
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'b'), 'x'.repeat(secretBytesMax + 1));
    for (const name of ['a', 'b']) {
      const error = await openSecrets([{ files: folder }], {})
        .find(name)
        .catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(ConfigError);
      expect(error).to.deep.include({ code: 'SECRET_UNUSABLE' });
    }
  });
});

describe('findClearSecrets', () => {
  const found = (value: unknown) => findClearSecrets(value).map(({ path }) => path.join('.'));

  it('takes the name of a secret for what it is', () => {
    expect(found({ key: 'secret:acme-sftp-key', auth: { bearer: 'secret:erp_token' } })).to.deep.equal([]);
  });

  it('finds secrets however deep and whatever their case', () => {
    expect(found({ Password: 'x', list: [{ apiKey: 'y' }], auth: { token: 5 } })).to.deep.equal([
      'Password',
      'list.0.apiKey',
      'auth.token',
    ]);
  });

  it('does not take a name with a path in it for a name', () => {
    expect(found({ key: 'secret:../../etc/passwd' })).to.deep.equal(['key']);
    expect(found({ key: 'secret:' })).to.deep.equal(['key']);
  });

  it('finds passwords in addresses', () => {
    expect(found({ url: 'https://u:p@host/x', other: 'sftp://u@host/' })).to.deep.equal(['url']);
    expect(found({ url: 'https://host/a:b@c' })).to.deep.equal([]);
  });

  it('leaves other options alone', () => {
    expect(found({ hostKey: 'SHA256:abc', keyHeader: 'X-Key', password: null })).to.deep.equal([]);
  });
});

describe('secretVariable', () => {
  it('names the variable of a secret', () => {
    expect(secretVariable('acme-sftp-key')).to.equal('WAYBILL_SECRET_ACME_SFTP_KEY');
  });
});
