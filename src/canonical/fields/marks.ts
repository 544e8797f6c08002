/**
 * What the hub knows about a field beside its Zod schema: how a mapping may fill it, and whether it must be masked.
 *
 * Schemas are shared instances, so one mark on `decimal` marks every decimal field.
 */
import { z } from 'zod';

/** How a mapping may fill a field. `quantity`, `price`, `party`, `identifiers` and `lots` have ready-made parts. */
export type FieldShape =
  | 'text'
  | 'decimal'
  | 'integer'
  | 'date'
  | 'choice'
  | 'object'
  | 'list'
  | 'quantity'
  | 'price'
  | 'party'
  | 'identifiers'
  | 'lots';

export interface Mark {
  shape?: FieldShape;
  /** Masked wherever it is shown; only a role that may see it gets the value. */
  sensitive?: boolean;
  /** A list whose entries are left out, without an issue, when they lack a required field. */
  sparse?: boolean;
}

export const marks = z.registry<Mark>();
