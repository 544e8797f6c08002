/**
 * A supplier as the ERP knows it: small, for onboarding and look-up.
 */
import { z } from 'zod';
import { address, contact, identifiers, shared, terms } from './parts.js';
import { choice, text } from './scalars.js';

export const supplier = z.strictObject({
  ...shared('supplier@1'),
  number: text,
  name: text,
  status: choice(['proposed', 'active', 'blocked', 'closed']).optional(),
  identifiers: identifiers.optional(),
  address: address.optional(),
  remitTo: address.optional(),
  contacts: z.array(contact).optional(),
  terms: terms.optional(),
});
export type Supplier = z.infer<typeof supplier>;
