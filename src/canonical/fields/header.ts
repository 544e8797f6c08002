/**
 * What every record carries, whatever its kind.
 *
 * `id` and `revision` come with the first save; a mapping fills neither them nor `record`, `partner` and `origins`.
 */
import { z } from 'zod';
import { remainder } from './links.js';
import { integer, text } from './scalars.js';

/** Where a value of a record stood in the file: bytes and segment in X12, row and column in CSV, line and path in XML. */
export const origin = z
  .strictObject({
    offset: z.int().nonnegative().describe('Bytes from the start of the file'),
    length: z.int().nonnegative().describe('How many bytes; 0 when something is missing'),
    segment: z.int().positive().optional().describe('Position in the transaction set; ST is 1'),
    segmentId: z.string().optional().describe('Segment, such as BIG'),
    element: z.int().positive().optional().describe('Element, from 1, as in the standard'),
    component: z.int().positive().optional().describe('Component of a composite, from 1'),
    row: z.int().positive().optional().describe('Row of the file, from 1, header included'),
    column: z.string().optional().describe("The mapping's own name of the column"),
    line: z.int().positive().optional().describe('Line of an XML or JSON file, from 1'),
    path: z.string().optional().describe('Path in an XML or JSON file, such as /cXML/Request[2]/@id'),
  })
  .meta({ id: 'origin', description: 'Where a value stood in the file' });
export type Origin = z.infer<typeof origin>;

export function header<const Kind extends string>(kind: Kind) {
  return {
    record: z.literal(kind).describe('Kind of the record, with the version of its shape'),
    id: text.optional().describe('Set by the hub: the same document has the same id again'),
    revision: integer.optional().describe('Set by the hub: rises when the record is made anew and differs'),
    partner: text.describe('Id of the partner that the record came from or goes to'),
    facility: text.optional().describe("The hospital's own code for the facility that it concerns"),
    currency: text.optional().describe('Currency of all amounts in the record, ISO 4217: USD (CUR02)'),
    ...remainder,
    origins: z
      .record(z.string(), origin)
      .optional()
      .describe('Where each value stood, by path into the record: "lines.0.quantity.unit"'),
  };
}
