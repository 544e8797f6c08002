/**
 * JSON selectors: `header.number`. Keys with other signs in them stand in quotation marks: `"unit price".value`.
 */
import type { Selectors } from '../file/index.js';
import { openTreeSelectors } from './tree-select.js';
import type { TreeLanguage } from './tree-selector.js';

export const jsonLanguage: TreeLanguage = {
  separator: '.',
  example: 'header.number, parties(role=ST).name, ^order.id, /batch, "unit price".value',
  name: (written) => {
    const name = written.trim();
    if (/^"[^"]+"$/.test(name)) return name.slice(1, -1);
    if (/^[\p{L}\p{N}_@$#-]+$/u.test(name)) return name;
    return { message: `"${written}" is no key`, help: 'keys with other signs stand in quotation marks' };
  },
};

export function openJsonSelectors(): Selectors {
  return openTreeSelectors('json', jsonLanguage);
}
