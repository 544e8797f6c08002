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
export function suspectIdentifiers(record: object): SuspectIdentifier[] {
  const walk: Walk = { steps: [], found: [] };
  for (const [name, value] of Object.entries(record)) {
    if (name !== 'origins') visit(name, value, walk);
  }
  return walk.found;
}

interface Walk {
  /** From the top of the record to where we are. */
  steps: string[];
  found: SuspectIdentifier[];
}

function visit(name: string, value: unknown, walk: Walk): void {
  if (typeof value === 'string') {
    if (name === 'sscc' && !isSound('sscc', value)) tell('sscc', name, walk);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  walk.steps.push(name);
  const { kind, value: digits } = value as { kind?: unknown; value?: unknown };
  if ((kind === 'gtin' || kind === 'gln') && typeof digits === 'string') {
    if (!isSound(kind, digits)) tell(kind, 'value', walk);
  } else {
    // Far quicker than entries, and a record of a thousand lines has tens of thousands of them.
    for (const inner in value) visit(inner, (value as Record<string, unknown>)[inner], walk);
  }
  walk.steps.pop();
}

function tell(kind: SuspectIdentifier['kind'], name: string, walk: Walk): void {
  walk.found.push({ path: [...walk.steps, name].join('.'), kind });
}

/** Digits weigh 1 and 3 in turn, from the check digit on the right; the sum ends in 0. */
function isSound(kind: SuspectIdentifier['kind'], text: string): boolean {
  // Scanners put the application identifier in front: 00, with or without brackets.
  const digits = kind === 'sscc' && text.length > 18 ? text.replace(/^(?:00|\(00\))/, '') : text;
  if (!lengths[kind].includes(digits.length)) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    if (digit < 0 || digit > 9) return false;
    sum += at % 2 === 0 ? digit : digit * 3;
  }
  return sum % 10 === 0;
}
