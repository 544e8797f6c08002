/**
 * 004010 as written: its dictionary and its sets.
 */
import type { VersionText } from '../version-text.js';
import { codes } from './codes.js';
import { elements } from './elements.js';
import { composites, segments } from './segments.js';
import { set810 } from './sets/set-810.js';
import { set820 } from './sets/set-820.js';
import { set824 } from './sets/set-824.js';
import { set832 } from './sets/set-832.js';
import { set846 } from './sets/set-846.js';
import { set850 } from './sets/set-850.js';
import { set855 } from './sets/set-855.js';
import { set856 } from './sets/set-856.js';
import { set860 } from './sets/set-860.js';
import { set861 } from './sets/set-861.js';
import { set865 } from './sets/set-865.js';
import { set867 } from './sets/set-867.js';
import { set997 } from './sets/set-997.js';

export const version4010: VersionText = {
  dictionary: { elements, segments, composites, codes },
  sets: {
    '810': set810,
    '820': set820,
    '824': set824,
    '832': set832,
    '846': set846,
    '850': set850,
    '855': set855,
    '856': set856,
    '860': set860,
    '861': set861,
    '865': set865,
    '867': set867,
    '997': set997,
  },
};
