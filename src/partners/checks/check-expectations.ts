/**
 * What partners owe for documents that go out: only what can be owed for such a document, and what could be noticed.
 */
import { type Problem, problemAt, type YamlPath } from '../../yaml/index.js';
import type { KnownMapping, KnownNames } from '../known-names.js';
import type { LoadedPartner } from '../loaded-partner.js';
import { type Agreement, type Awaited, isInUse } from '../partner.js';

/** What acknowledges X12. */
const acknowledgments: readonly string[] = ['997', '999', 'ta1'] satisfies Awaited[];
/** The records that meet an expectation, by what is awaited. */
const recordsAwaited: Partial<Record<string, string>> = {
  '855': 'order-acknowledgment@1',
  '856': 'ship-notice@1',
  '810': 'invoice@1',
} satisfies Partial<Record<Awaited, string>>;
/** The records whose order number partners repeat. */
const orderKinds: readonly string[] = ['purchase-order@1', 'purchase-order-change@1'];

export function checkExpectations(loaded: LoadedPartner, known: KnownNames): Problem[] {
  return loaded.partner.agreements.flatMap((agreement, index) => {
    const at: YamlPath = ['agreements', index, 'expect'];
    const awaited = Object.keys(agreement.expect);
    if (awaited.length === 0) return [];
    if (agreement.direction === 'in')
      return [refuse(loaded, at, 'a partner owes nothing for documents that come in')];
    return awaited.flatMap((one) => awaitedProblems(loaded, { agreement, known, one }, [...at, one]));
  });
}

interface Asked {
  agreement: Agreement;
  known: KnownNames;
  one: string;
}

function awaitedProblems(loaded: LoadedPartner, { agreement, known, one }: Asked, at: YamlPath): Problem[] {
  const { document, expect, mapping } = agreement;
  if (acknowledgments.includes(one)) {
    if (document.format !== 'x12') return [refuse(loaded, at, 'only X12 is acknowledged')];
    if (one === '999' && expect['997'] !== undefined)
      return [refuse(loaded, at, 'a 999 and a 997 say the same, so one of them is expected')];
    return [];
  }
  const kind = known.outbound?.get(mapping ?? '')?.from;
  if (kind !== undefined && !orderKinds.includes(kind))
    return [refuse(loaded, at, `an ${one} answers orders and changes of orders, not ${kind}`)];
  if (canCome(loaded, recordsAwaited[one]!, known)) return [];
  const message = `no agreement in use by which an ${one} of this partner comes in, so each would be overdue`;
  const help = `add one with direction: in, or remove '${one}'`;
  return [
    problemAt(loaded.yaml, at, { code: 'EXPECT_UNHEARD', severity: 'warning', message, help, target: 'key' }),
  ];
}

/** Whether something makes such records of what the partner sends, in whatever format. */
function canCome({ partner }: LoadedPartner, kind: string, { mappings }: KnownNames): boolean {
  if (!(mappings instanceof Map)) return true;
  return partner.agreements.some(({ direction, status, mapping }) => {
    if (direction === 'out' || !isInUse(status)) return false;
    const made = (mappings.get(mapping) as KnownMapping | undefined)?.to;
    return made === undefined ? mapping !== undefined : made === kind;
  });
}

function refuse({ yaml }: LoadedPartner, at: YamlPath, message: string): Problem {
  const help = `remove ${String(at.at(-1))}:`;
  return problemAt(yaml, at, { code: 'VALUE_INVALID', message, help, target: 'key' });
}
