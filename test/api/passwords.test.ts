import { expect } from 'chai';
import {
  hashPassword,
  isPassword,
  randomSecret,
  randomSecretCharacters,
} from '../../src/api/sign-in/passwords.js';

describe('passwords', () => {
  it('are hashed with a salt of their own, and parameters that can be read', async () => {
    const [first, second] = await Promise.all([hashPassword('secret words'), hashPassword('secret words')]);
    expect(first).to.match(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(first).not.to.equal(second);
  });

  it('are known again, and others are not', async () => {
    const stored = await hashPassword('secret words');
    expect(await isPassword('secret words', stored)).to.equal(true);
    expect(await isPassword('Secret words', stored)).to.equal(false);
    expect(await isPassword('', stored)).to.equal(false);
  });

  it('are the same however the keyboard composes their letters', async () => {
    const stored = await hashPassword('caf\u00e9 caf\u00e9 caf\u00e9');
    expect(await isPassword('cafe\u0301 cafe\u0301 cafe\u0301', stored)).to.equal(true);
  });

  it('hashed with earlier parameters still fit', async () => {
    // scrypt('secret words', 16 zero bytes, 32, { N: 1024, r: 8, p: 1 })
    const { scryptSync } = await import('node:crypto');
    const hash = scryptSync('secret words', Buffer.alloc(16), 32, { N: 1024, r: 8, p: 1 });
    const stored = ['scrypt', 1024, 8, 1, Buffer.alloc(16).toString('base64url'), hash.toString('base64url')];
    expect(await isPassword('secret words', stored.join('$'))).to.equal(true);
  });

  for (const stored of [undefined, '', 'plain text', 'scrypt$32768$8$3$short$hash']) {
    it(`fit nothing stored as ${JSON.stringify(stored)}`, async () => {
      expect(await isPassword(stored ?? '', stored)).to.equal(false);
    });
  }

  it('random secrets have the length they say', () => {
    expect(randomSecret()).to.have.length(randomSecretCharacters);
  });
});
