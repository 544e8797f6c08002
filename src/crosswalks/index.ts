/**
 * Crosswalk tables: reading them, looking up in them, changing their text.
 */
export { appendRows, type CrosswalkChange, crosswalkColumns, mergeRows, readRows, type RowValues } from './crosswalk-text.js';
export { type Crosswalk, openCrosswalkReader, type ReadCrosswalk, readCrosswalk, reservedColumns } from './crosswalk.js';
