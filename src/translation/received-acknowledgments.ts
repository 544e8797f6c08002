/**
 * The 997 and 999 sets of a file: which they are, and what is to be done with each when it comes by.
 *
 * Only sets that were accepted are understood: what is at fault itself proves nothing about what we sent.
 */
import type { NewIssue } from '../store/received/index.js';
import {
  type X12Document,
  isAcknowledgmentSet,
  readAcknowledgment,
  type GroupReport,
  type SetReport,
} from '../x12/index.js';
import { partId } from './record-id.js';
import type { InterchangeInWork, TranslatedInterchange } from './translation.js';

/** Sets, and faults of them, that are kept for a file; of further groups only the group's own verdict is. */
const detailsMax = 20_000;

/**
 * By place in the file ("interchange/group/set"): keeps what the set says with its interchange.
 * @param bytesMax a larger set is not read, and has an issue
 */
export function acknowledgmentsToRead(
  interchanges: readonly InterchangeInWork[],
  bytesMax: number,
): Map<string, (document: X12Document) => void> {
  const toRead = new Map<string, (document: X12Document) => void>();
  let detailsLeft = detailsMax;
  for (const interchange of interchanges.filter(({ state }) => state === 'accepted')) {
    for (const [group, { set, ordinal, start, end }] of acknowledgmentsIn(interchange)) {
      const transactionSetId = partId(interchange.id, group.ordinal, ordinal);
      if (end - start > bytesMax) {
        interchange.issues.push(tooLarge(transactionSetId));
        continue;
      }
      toRead.set(`${interchange.report.ordinal}/${group.ordinal}/${ordinal}`, (document) => {
        const said = readAcknowledgment(document);
        if (said === undefined) return;
        detailsLeft -= said.sets.reduce((sum, { issues }) => sum + 1 + issues.length, 0);
        if (detailsLeft < 0) said.sets = [];
        interchange.received.push({ transactionSetId, set, header: group.header, group: said });
      });
    }
  }
  return toRead;
}

function tooLarge(subjectId: string): NewIssue {
  return {
    subjectKind: 'transaction-set',
    subjectId,
    code: 'DOCUMENT_TOO_LARGE',
    severity: 'warning',
    words:
      'The acknowledgment is larger than limits.documentBytesMax, so it was not read. Raise the limit, and ask for it again.',
  };
}

function acknowledgmentsIn({ report }: TranslatedInterchange): [GroupReport, SetReport][] {
  const groups = report.groups.filter(
    ({ header, verdict }) => header.functionalId === 'FA' && verdict !== 'rejected',
  );
  return groups.flatMap((group) =>
    group.sets
      .filter(({ set, verdict }) => verdict !== 'rejected' && isAcknowledgmentSet(set))
      .map((set): [GroupReport, SetReport] => [group, set]),
  );
}
