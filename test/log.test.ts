/**
 * What the log may say of an error that nobody foresaw.
 */
import { expect } from 'chai';
import { framesOf } from '../src/log.js';

describe('framesOf', () => {
  it('says where an error was thrown, and nothing of what it quotes', () => {
    const frames = framesOf(new TypeError('cannot read "PATIENT DOE"\nof\n  attention: JANE'));
    expect(frames).to.match(/^TypeError\n\s+at .*log\.test\.ts/);
    expect(frames).to.not.match(/DOE|JANE/);
  });

  it('names the type of anything else that was thrown', () => {
    expect(framesOf('PATIENT DOE')).to.equal('string');
  });
});
