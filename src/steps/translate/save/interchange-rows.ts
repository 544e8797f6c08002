/**
 * An interchange as rows: itself, its functional groups and their transaction sets.
 */
import type { FunctionalGroupRow, InterchangeRow, TransactionSetRow } from '../../../store/received/index.js';
import { partId, type TranslatedInterchange } from '../../../translation/index.js';

export interface InterchangeRows {
  interchanges: InterchangeRow[];
  groups: FunctionalGroupRow[];
  sets: TransactionSetRow[];
}

/** Appends to `rows`. NUL is removed from text, because the database cannot hold it. */
export function interchangeRows(
  fileId: string,
  interchange: TranslatedInterchange,
  rows: InterchangeRows,
): void {
  const { id, report } = interchange;
  const { header } = report;
  rows.interchanges.push({
    id,
    file_id: fileId,
    ordinal: report.ordinal,
    partner: interchange.partner?.id ?? null,
    sender_qualifier: text(header.senderQualifier),
    sender: text(header.sender),
    receiver_qualifier: text(header.receiverQualifier),
    receiver: text(header.receiver),
    interchange_control_number: text(header.interchangeControlNumber),
    version: text(header.version),
    usage: text(header.usage),
    verdict: report.verdict,
    ta1_code: report.ta1.code,
    state: interchange.state,
    reason: interchange.reason ?? null,
  });
  for (const group of report.groups) {
    const groupId = partId(id, group.ordinal);
    rows.groups.push({
      id: groupId,
      interchange_id: id,
      ordinal: group.ordinal,
      functional_id: text(group.header.functionalId),
      sender: text(group.header.sender),
      receiver: text(group.header.receiver),
      group_control_number: text(group.header.groupControlNumber),
      version: text(group.header.version),
      verdict: group.verdict,
      codes: group.codes,
      sets_claimed: group.setsClaimed ?? null,
      sets_received: group.setsReceived,
      sets_accepted: group.setsAccepted,
    });
    for (const set of group.sets) {
      const setId = partId(id, group.ordinal, set.ordinal);
      rows.sets.push({
        id: setId,
        group_id: groupId,
        ordinal: set.ordinal,
        set: text(set.set),
        transaction_set_control_number: text(set.transactionSetControlNumber),
        agreement: interchange.agreements.get(setId)?.id ?? null,
        verdict: set.verdict,
        codes: set.codes,
        segments: set.segments,
        issue_count: set.issueCount,
        byte_start: set.start,
        byte_end: set.end,
      });
    }
  }
}

const text = (value: string) => value.replaceAll('\0', '\u2400');
