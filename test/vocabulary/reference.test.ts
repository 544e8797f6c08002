/**
 * The reference of events, steps and states is made from the catalogs.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../kit/source-files.js';
import { vocabularyFiles } from '../kit/vocabulary-reference.js';

describe('the reference of the vocabulary', () => {
  for (const [path, text] of vocabularyFiles()) {
    it(`is up to date: ${path} (npx tsx test/kit/vocabulary-reference.ts)`, () => {
      const file = join(projectRoot, path);
      expect(existsSync(file) && readFileSync(file, 'utf8') === text).to.equal(true);
    });
  }
});
