/**
 * 005010 as written: its dictionary, told by what differs from 004010, and its sets. 846 and 997 are as in 004010.
 */
import { version4010 } from '../4010/index.js';
import { extend } from '../extend.js';
import type { VersionText } from '../version-text.js';
import { codes } from './codes.js';
import { elements } from './elements.js';
import { composites, segments } from './segments.js';
import { set810 } from './sets/set-810.js';
import { set820 } from './sets/set-820.js';
import { set824 } from './sets/set-824.js';
import { set832 } from './sets/set-832.js';
import { set850 } from './sets/set-850.js';
import { set855 } from './sets/set-855.js';
import { set856 } from './sets/set-856.js';
import { set860 } from './sets/set-860.js';
import { set861 } from './sets/set-861.js';
import { set865 } from './sets/set-865.js';
import { set867 } from './sets/set-867.js';
import { set999 } from './sets/set-999.js';

const { dictionary, sets } = version4010;

export const version5010: VersionText = {
  dictionary: {
    elements: extend(dictionary.elements, elements),
    segments: extend(dictionary.segments, segments),
    composites: extend(dictionary.composites, composites),
    codes: extend(dictionary.codes, codes),
  },
  sets: {
    ...sets,
    '810': set810,
    '820': set820,
    '824': set824,
    '832': set832,
    '850': set850,
    '855': set855,
    '856': set856,
    '860': set860,
    '861': set861,
    '865': set865,
    '867': set867,
    '999': set999,
  },
};
