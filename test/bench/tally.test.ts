/**
 * How the bench tells, from outside, that a hub has done its work: all of it, and no more.
 */
import { expect } from 'chai';
import { makeFiles } from '../../bench/hub/files.js';
import { answersIn, invoicesIn, Tally } from '../../bench/hub/tally.js';

const answer = (interchange: string, verdict = 'A') => ({ interchange, verdict });
const two = () => new Tally({ invoices: ['BN1X1X1', 'BN1X2X1'], interchanges: ['acme/1', 'acme/2'] });

describe('the end of a load of the bench', () => {
  it('is the moment of whatever came last', () => {
    const tally = two();
    tally.delivered('BN1X1X1', 10);
    tally.answered(answer('acme/1'), 40);
    tally.delivered('BN1X2X1', 20);
    expect(tally.endedAt()).to.equal(undefined);
    expect(tally.progress()).to.equal('2 of 2 invoices delivered, 1 of 2 interchanges answered');
    tally.answered(answer('acme/2'), 30);
    expect(tally.endedAt()).to.equal(40);
    tally.check();
  });

  it('does not come while an invoice is missing, however many calls there were', () => {
    const tally = two();
    for (const name of ['acme/1', 'acme/2']) tally.answered(answer(name), 1);
    for (const atMs of [1, 2, 3]) tally.delivered('BN1X1X1', atMs);
    expect(tally.endedAt()).to.equal(undefined);
  });

  const faults: [string, (tally: Tally) => void, string][] = [
    ['an invoice comes twice', (tally) => tally.delivered('BN1X1X1', 9), 'BN1X1X1 was delivered again'],
    ['an invoice of another drop comes', (tally) => tally.delivered('BN1X9X1', 9), 'BN1X9X1 was not awaited'],
    ['an interchange is answered twice', (tally) => tally.answered(answer('acme/1'), 9), 'answered again'],
    ['another interchange is answered', (tally) => tally.answered(answer('acme/9'), 9), 'acme/9 was not'],
  ];
  for (const [what, happen, say] of faults)
    it(`is no figure when ${what}`, () => {
      const tally = two();
      tally.delivered('BN1X1X1', 1);
      tally.answered(answer('acme/1'), 1);
      tally.check();
      happen(tally);
      expect(() => tally.check()).to.throw(say);
    });

  it('is no figure when an interchange is rejected', () => {
    const tally = two();
    tally.answered(answer('acme/1', 'R'), 1);
    expect(() => tally.check()).to.throw('acme/1 was answered with R');
    expect(tally.endedAt()).to.equal(undefined);
  });
});

describe('what the bench reads', () => {
  it('finds every group that an answer speaks about, with its verdict', () => {
    const text = 'ISA*00~GS*FA~ST*997*0001~AK1*IN*17~AK2*810*0001~AK5*A~AK9*A*1*1*1~SE*6*0001~';
    expect(answersIn('acme', text)).to.deep.equal([answer('acme/17')]);
    const both = `${text}ST*997*0002~AK1*IN*18~AK9*R*1*1*0~`;
    expect(answersIn('acme', both)).to.deep.equal([answer('acme/17'), answer('acme/18', 'R')]);
    expect(answersIn('acme', 'ISA*00~TA1*000000017~')).to.deep.equal([]);
  });

  it('finds the invoices of a body in whatever form, each once', () => {
    const body = JSON.stringify([{ key: 'BN1X17X3', record: { number: 'BN1X17X3' } }, { key: 'BN2X4X1' }]);
    expect([...invoicesIn(body)]).to.deep.equal(['BN1X17X3', 'BN2X4X1']);
    expect([...invoicesIn('{"number":"XBN1X17X3"}')]).to.deep.equal([]);
  });

  it('awaits just what the files that it drops hold', () => {
    const files = makeFiles({ files: 4, setsPerFile: 3 }, ['bench-1', 'bench-2'], 401);
    expect(files.map(({ partner }) => partner)).to.deep.equal(['bench-2', 'bench-1', 'bench-2', 'bench-1']);
    const invoices = files.flatMap((file) => file.invoices);
    expect(new Set(invoices).size).to.equal(12);
    for (const { text, ...file } of files) {
      expect([...invoicesIn(text)]).to.deep.equal([...file.invoices]);
      expect(text).to.match(new RegExp(`^IEA\\*1\\*0*${file.interchange.split('/')[1]}~$`, 'm'));
    }
  });
});
