/**
 * The lock file names every optional package, also those of other machines. npm may leave them out when it writes the file
 * beside installed packages; `npm ci` then lacks a native part, but only on those machines.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from './kit/source-files.js';

type Packages = Record<string, { optionalDependencies?: Record<string, string> }>;

/** Whether a package finds another one, in its own folder or in one around it. */
function finds(packages: Packages, path: string, name: string): boolean {
  if (`${path}/node_modules/${name}`.replace(/^\//, '') in packages) return true;
  const around = path.slice(0, Math.max(path.lastIndexOf('/node_modules/'), 0));
  return path !== '' && finds(packages, around, name);
}

function missing(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !finds(packages, path, name))
      .map((name) => `${path} wants ${name}`),
  );
}

describe('package-lock.json', () => {
  it('has an entry for every optional package, of whatever machine', () => {
    const lock = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
      packages: Packages;
    };
    expect(Object.values(lock.packages).some((one) => one.optionalDependencies !== undefined)).to.equal(true);
    expect(missing(lock.packages)).to.deep.equal([]);
  });

  it('is seen to lack one, wherever it would be looked for', () => {
    const wants = { optionalDependencies: { '@a/linux': '1', '@a/win32': '1' } };
    const packages = {
      '': {},
      'node_modules/b/node_modules/a': wants,
      'node_modules/b/node_modules/@a/linux': {},
      'node_modules/c': wants,
      'node_modules/c/node_modules/@a/win32': {},
    };
    expect(missing(packages)).to.deep.equal([
      'node_modules/b/node_modules/a wants @a/win32',
      'node_modules/c wants @a/linux',
    ]);
    expect(missing({ ...packages, 'node_modules/@a/win32': {}, 'node_modules/@a/linux': {} })).to.deep.equal(
      [],
    );
  });
});
