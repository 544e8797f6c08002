import { expect } from 'chai';
import { problemAt } from '../../src/yaml/problem-at.js';
import type { Problem } from '../../src/yaml/problem.js';
import { readYaml } from '../../src/yaml/read-yaml.js';
import { renderProblem } from '../../src/yaml/render-problem.js';

const twentyFour = `${'\n'.repeat(23)}  shipTo.locaton:        { from: N1(ST).N104, crosswalk: locations.location }`;

describe('renderProblem', () => {
  it('shows the sentence, the place, the line with carets and the help', () => {
    const yaml = readYaml('mappings/acme-810.yaml', twentyFour);
    const problem = problemAt(yaml, ['shipTo.locaton'], {
      code: 'MAP110',
      message: 'invoice@1 has no field "shipTo.locaton"',
      help: 'did you mean "shipTo.location"?',
      target: 'key',
    });
    expect(renderProblem(problem)).to.equal(
      [
        'error[MAP110]: invoice@1 has no field "shipTo.locaton"',
        '  --> mappings/acme-810.yaml:24:3',
        '   |',
        '24 |   shipTo.locaton:        { from: N1(ST).N104, crosswalk: locations.location }',
        '   |   ^^^^^^^^^^^^^^',
        '   = help: did you mean "shipTo.location"?',
      ].join('\n'),
    );
  });

  const at = (sourceLine: string, col: number, length: number): Problem => ({
    ...{ code: 'KEY_UNKNOWN', severity: 'warning', message: 'm', file: 'f.yaml', line: 1, path: '' },
    ...{ sourceLine, col, length },
  });

  it('leaves the source out where there is none', () => {
    expect(renderProblem({ ...at('', 1, 1) })).to.equal('warning[KEY_UNKNOWN]: m\n --> f.yaml:1:1');
  });

  it('cuts a long line around the place', () => {
    const lines = renderProblem(at(`${'x'.repeat(5000)}HERE${'y'.repeat(5000)}`, 5001, 4)).split('\n');
    expect(lines[3]!.length).to.be.below(180);
    const caret = lines[4]!.indexOf('^');
    expect(lines[3]!.slice(caret, caret + 4)).to.equal('HERE');
    expect(lines[4]!.slice(caret)).to.equal('^^^^');
  });

  it('keeps carets under the place in a line with tabs and characters outside the basic plane', () => {
    const lines = renderProblem(at('\t😀: wrong', 6, 5)).split('\n');
    const before = [...lines[4]!].indexOf('^');
    expect([...lines[3]!].slice(before, before + 5).join('')).to.equal('wrong');
  });

  it('shows no control character of the file', () => {
    const hostile = {
      ...at('\u001b[2Ja: \u202ex', 1, 3),
      message: 'bad \u001b[31m',
      file: 'a\nb',
      help: '\u0007',
    };
    expect(renderProblem(hostile).replaceAll('\n', '')).not.to.match(/[\u0000-\u001f\u202e]/);
  });

  it('colours only where asked', () => {
    expect(renderProblem(at('a', 1, 1), true)).to.contain('\u001b[');
    expect(renderProblem(at('a', 1, 1))).not.to.contain('\u001b[');
  });
});
