import { expect } from 'chai';
import fc from 'fast-check';
import { addEntry, flowText, replaceValues } from '../../src/yaml/edit-yaml.js';
import { readYaml } from '../../src/yaml/read-yaml.js';

const file = `# a mapping
tests:
  - name: first # the usual one
    expect:
      number: INV-1   # as sent
      date: "2026-04-01"
      gone: ~
      empty:
      issues: [{ code: RULE }] # one

      list:
        - a
        - b
  - name: second
`;

describe('values changed in the text of a YAML file', () => {
  it('leave comments, quotation marks and blank lines elsewhere as they are', () => {
    const at = ['tests', 0, 'expect'];
    const changed = replaceValues(file, [
      { path: [...at, 'number'], value: '4500071234' },
      { path: [...at, 'gone'], value: 'there' },
      { path: [...at, 'empty'], value: null },
      { path: [...at, 'issues'], value: [] },
      { path: [...at, 'list'], value: ['x, y', 'z'] },
    ]);
    expect(changed).to.equal(`# a mapping
tests:
  - name: first # the usual one
    expect:
      number: '4500071234'   # as sent
      date: "2026-04-01"
      gone: there
      empty: ~
      issues: [] # one

      list:
        - 'x, y'
        - z
  - name: second
`);
  });

  it('refuse a path that the file does not have', () => {
    expect(() => replaceValues(file, [{ path: ['tests', 5, 'name'], value: 1 }])).to.throw(
      RangeError,
      'tests.5.name',
    );
  });

  it('are read again as they were, whatever they are', () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null), fc.string());
    const any = fc.oneof(value, fc.array(value), fc.dictionary(fc.stringMatching(/^[a-z.0-9 :#-]+$/), value));
    fc.assert(
      fc.property(any, (given) => {
        const { value: read, problems } = readYaml('made.yaml', `a: ${flowText(given)}\nb: 1\n`);
        expect(problems).to.deep.equal([]);
        expect(read).to.deep.equal({ a: given, b: 1 });
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});

describe('an entry added to a list of a YAML file', () => {
  it('stands behind the last one, in its column', () => {
    const list = 'a: 1\ntests:\n    - name: x\n      of: 1 # here\n\n# the end\nb: 2\n';
    expect(addEntry(list, 'tests', ['name: y', 'of: 2'])).to.equal(
      'a: 1\ntests:\n    - name: x\n      of: 1 # here\n    - name: y\n      of: 2\n\n# the end\nb: 2\n',
    );
  });

  it('begins the list where there is none', () => {
    expect(addEntry('a: 1', 'tests', ['name: y'])).to.equal('a: 1\n\ntests:\n  - name: y\n');
  });
});
