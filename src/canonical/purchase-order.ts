/**
 * An order of the hospital, or of a sister site that orders through it.
 */
import { z } from 'zod';
import { marks } from './marks.js';
import { charge, item, notes, party, price, quantity, references, shared, terms } from './parts.js';
import { choice, day, decimal, integer, text } from './scalars.js';

const line = z.strictObject({
  number: text.optional(),
  item,
  quantity,
  price: price.optional(),
  contract: text.optional(),
  neededBy: day.optional(),
  schedule: z.array(z.strictObject({ quantity, date: day })).optional(),
  costCenter: text.optional(),
  account: text.optional(),
  shipTo: party.optional(),
  charges: z.array(charge).optional(),
  allowances: z.array(charge).optional(),
  references: references.optional(),
  notes: notes.optional(),
});

/** Who was operated on, by whom: only on bill-only orders, masked everywhere. */
const procedure = z
  .strictObject({
    date: day.optional(),
    caseNumber: text.optional(),
    patient: text.optional(),
    physician: text.optional(),
    room: text.optional(),
  })
  .register(marks, { sensitive: true });

export const purchaseOrder = z.strictObject({
  ...shared('purchase-order@1'),
  number: text,
  release: text.optional(),
  purpose: choice(['original', 'change', 'cancel', 'confirmation', 'replace', 'duplicate']).optional(),
  type: choice([
    'standard',
    'rush',
    'blanket',
    'blanket-release',
    'drop-ship',
    'direct-ship',
    'consignment',
    'bill-only',
    'bill-and-replace',
  ]).optional(),
  date: day,
  neededBy: day.optional(),
  contract: text.optional(),
  freightTerms: text.optional(),
  buyer: party.optional(),
  supplier: party.optional(),
  shipTo: party.optional(),
  billTo: party.optional(),
  terms: terms.optional(),
  charges: z.array(charge).optional(),
  allowances: z.array(charge).optional(),
  procedure: procedure.optional(),
  totals: z
    .strictObject({ stated: decimal.optional(), computed: decimal.optional(), lines: integer.optional() })
    .optional(),
  lines: z.array(line),
});
export type PurchaseOrder = z.infer<typeof purchaseOrder>;
