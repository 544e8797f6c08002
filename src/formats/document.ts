/**
 * A document: one business document in a file, whatever the format.
 */
import type { X12Document } from '../x12/index.js';
import type { CsvDocument } from './csv/index.js';
import type { TreeDocument } from './tree-document.js';

export type Document = X12Document | CsvDocument | TreeDocument;
