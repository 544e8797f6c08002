/**
 * Which values are personal: by the field of the record that they become, or by the name that they have in the file.
 */
import { sensitivePaths } from '../../canonical/index.js';
import type { Mapping } from '../../mapping/index.js';

/** What a value is called when people are told that it was made up, and whether it may stand nowhere else. */
export interface Personal {
  name: string;
  isSecret: boolean;
}

const partyPaths =
  /(^|\.)(name|line[123]|city|postalCode|phone|fax|email|deliverTo|receivedBy|reason)$|^notes\.|\.notes\./;

const words =
  /name|address|street|city|zip|postal|contact|phone|fax|e-?mail|attn|attention|patient|physician|surgeon|doctor|mrn|birth|dob|note|comment|remark|instruction|deliver ?to|(ship|bill|sold|deliver)[ _]?to/i;

/** Codes and numbers of parties stay: mappings look them up. */
const codes = /(id|identifier|code|number|num|no|#|lang|type|kind|role|domain|count)$/i;

/** @param path into the record, without positions in lists */
export function personalPath(mapping: Mapping, path: string): Personal | undefined {
  const secret = [...mapping.sensitive, ...sensitivePaths(mapping.to)];
  const isSecret = secret.some((one) => path === one || path.startsWith(`${one}.`));
  if (isSecret) return { name: `${path} (sensitive)`, isSecret };
  return partyPaths.test(path) ? { name: path, isSecret } : undefined;
}

/** @param name of a column, with its headings */
export function isPersonalHeading(name: string): boolean {
  return words.test(name);
}

/** @param name of an element, attribute or key */
export function isPersonalName(name: string): boolean {
  const plain = name.replace(/^@?(\{[^}]*\})?/, '').replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return words.test(plain) && !codes.test(plain.trim());
}
