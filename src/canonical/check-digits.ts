/**
 * Check digits of GS1 numbers: GTIN, GLN and SSCC.
 *
 * A wrong one never makes a record invalid: suppliers send such numbers for years, and a document must not be lost for it. What
 * is found here is for a warning.
 */

/** A number in a record whose length or check digit is wrong. */
export interface SuspectIdentifier {
  /** With list positions: "lines.0.item.identifiers.1.value". */
  path: string;
  kind: 'gtin' | 'gln' | 'sscc';
}

/** How many digits each number may have. */
const lengths: Readonly<Record<SuspectIdentifier['kind'], readonly number[]>> = {
  gtin: [8, 12, 13, 14],
  gln: [13],
  sscc: [18],
};

/**
 * @param record may be incomplete
 * @returns the GTINs, GLNs and SSCCs whose length, characters or check digit are wrong, in the order of the record
 */
export function suspectIdentifiers(record: unknown): SuspectIdentifier[] {
  const found: SuspectIdentifier[] = [];
  collect(record, '', found);
  return found;
}

function collect(value: unknown, path: string, found: SuspectIdentifier[]): void {
  if (typeof value !== 'object' || value === null) return;
  const entry = value as Record<string, unknown>;
  if ((entry['kind'] === 'gtin' || entry['kind'] === 'gln') && typeof entry['value'] === 'string') {
    if (!isSound(entry['kind'], entry['value'])) found.push({ path: `${path}value`, kind: entry['kind'] });
    return;
  }
  for (const [name, inner] of Object.entries(entry)) {
    if (name === 'origins' && path === '') continue;
    if (name === 'sscc' && typeof inner === 'string') {
      if (!isSound('sscc', inner.replace(/^(\(00\)|00(?=\d{18}$))/, '')))
        found.push({ path: path + name, kind: 'sscc' });
    } else collect(inner, `${path}${name}.`, found);
  }
}

/** Digits weigh 3 and 1 in turn, from the right; with the check digit the sum ends in 0. */
function isSound(kind: SuspectIdentifier['kind'], digits: string): boolean {
  if (!/^\d+$/.test(digits) || !lengths[kind].includes(digits.length)) return false;
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
