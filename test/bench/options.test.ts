/**
 * What may follow the name of a benchmark.
 */
import { expect } from 'chai';
import { OptionError, readScriptOptions } from '../../bench/against/options.js';
import { readHubOptions } from '../../bench/hub/options.js';

describe('options of bench hub', () => {
  it('are seven turns in every size, warm and with enough files, when a commit is named', () => {
    const options = readHubOptions(['--against', 'abc']);
    expect(options).to.deep.include({ against: 'abc', turns: 7, partners: 1, quick: false });
    expect(options.sizes).to.deep.equal(['embedded', 'postgres', 'redis']);
    expect(options.loads).to.deep.equal([
      { files: 1_200, setsPerFile: 1 },
      { files: 300, setsPerFile: 20 },
    ]);
    expect(options.warmUp[0]!.files).to.be.at.least(300);
  });

  it('are one turn without a commit', () => {
    expect(readHubOptions([])).to.deep.include({ against: undefined, turns: 1 });
  });

  it('choose sizes, turns, partners and one load', () => {
    const words = '--turns 9 --files 50 --sets 1000 --partners 10 --size redis --size embedded'.split(' ');
    const options = readHubOptions(words);
    expect(options).to.deep.include({ turns: 9, partners: 10, sizes: ['redis', 'embedded'] });
    expect(options.loads).to.deep.equal([{ files: 50, setsPerFile: 1_000 }]);
    expect(options.warmUp.map(({ setsPerFile }) => setsPerFile)).to.deep.equal([1, 1_000]);
  });

  it('make a quick run small and say that it is one', () => {
    const quick = readHubOptions(['--quick', '--against', 'abc']);
    expect(quick).to.deep.include({ quick: true, turns: 2 });
    expect(quick.loads[0]!.files).to.be.below(readHubOptions([]).loads[0]!.files);
  });

  it('are refused with their name when they are unknown or make no sense', () => {
    const refuses = (words: string, say: string) =>
      expect(() => readHubOptions(words.split(' ')), words).to.throw(OptionError, say);
    refuses('--fast', '--fast');
    refuses('--size huge', 'Known: embedded, postgres, redis');
    refuses('--turns 0', '--turns 0');
    refuses('--files 1.5', '--files 1.5');
    refuses('--partners 501', 'from 1 to 500');
    refuses('--against', '--against');
    refuses('abc', 'abc');
  });
});

describe('options of bench x12 and bench mapping', () => {
  it('are the commit, the turns and known flags', () => {
    const { against, turns, flags } = readScriptOptions(['--against', 'abc', '--large'], ['large']);
    expect({ against, turns, flags: [...flags] }).to.deep.equal({
      against: 'abc',
      turns: 7,
      flags: ['large'],
    });
    expect(readScriptOptions(['--quick', '--against', 'abc'], []).turns).to.equal(2);
  });

  it('are refused when they are unknown, or turns without a commit', () => {
    expect(() => readScriptOptions(['--large'], [])).to.throw(OptionError, '--large');
    expect(() => readScriptOptions(['--turns', '3'], [])).to.throw(OptionError, '--against');
  });
});
