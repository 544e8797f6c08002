/**
 * What must hold for any bytes, in one call: `checkBytes` throws where it does not.
 *
 * The choices it makes (chunk sizes, limits, policies) follow from the bytes, so that an input says the same each time.
 */
import { readBack } from '../../src/composition/read-back.js';
import { composeAcknowledgment, planAcknowledgment } from '../../src/x12/acknowledge/acknowledge.js';
import type { X12Document } from '../../src/x12/document.js';
import { explainX12 } from '../../src/explaining/explain.js';
import type { X12Limits } from '../../src/x12/tokens/limits.js';
import type { ValidationPolicy } from '../../src/x12/validate/policy.js';
import { openX12Reader } from '../../src/x12/read/reader.js';
import type { GroupReport, InterchangeReport, X12Issue, X12Report } from '../../src/x12/report.js';
import { writeInterchange } from '../../src/x12/write/write.js';

/** Small limits, so that short inputs go over them. */
const smallLimits: Partial<X12Limits> = {
  segmentBytesMax: 90,
  elementsMax: 8,
  componentsMax: 4,
  segmentsPerSetMax: 14,
  levelDepthMax: 2,
  issuesPerSetMax: 5,
  issuesPerFileMax: 20,
  interchangesPerFileMax: 3,
  groupsPerFileMax: 3,
  setsPerFileMax: 5,
};

const policies: Partial<ValidationPolicy>[] = [
  {},
  { text: 'basic', onBadSet: 'reject-group' },
  { text: 'extended', onBadSet: 'reject-interchange', unknownSegments: 'warn', length: 'off' },
  { order: 'tolerate', codes: 'tolerate', characters: 'warn', maxUse: 'off', conditional: 'warn' },
];

/** Throws an Error whose words name what does not hold. */
export function checkBytes(bytes: Uint8Array): void {
  const choice = hashOf(bytes);
  const limits = choice % 4 === 0 ? smallLimits : {};
  const policy = policies[(choice >>> 2) % policies.length]!;
  const whole = read(bytes, { limits, policy, sizes: [bytes.length || 1] });
  const sizes = [1, 2, 3, 7, 50, 107].slice((choice >>> 4) % 5, ((choice >>> 4) % 5) + 2);
  const parts = read(bytes, { limits, policy, sizes });
  demand(sameText(whole, parts), 'chunks make a difference');
  checkReport(whole.report, bytes.length);
  checkDocuments(whole, bytes.length);
  if ((choice >>> 8) % 4 === 0) checkExplanation(whole.report, bytes);
  for (const interchange of whole.report.interchanges) checkAnswer(interchange, choice >>> 10);
}

const scratch = new Uint8Array(65_536);

interface Reading {
  report: X12Report;
  documents: X12Document[];
}

function read(
  bytes: Uint8Array,
  how: { limits: Partial<X12Limits>; policy: Partial<ValidationPolicy>; sizes: number[] },
): Reading {
  const documents: X12Document[] = [];
  const reader = openX12Reader({
    limits: how.limits,
    policyFor: () => how.policy,
    wants: () => true,
    onSet: (document) => documents.push(document),
  });
  let turn = 0;
  for (let start = 0; start < bytes.length;) {
    const end = start + how.sizes[turn++ % how.sizes.length]!;
    // As a stream does, the chunk is used again for the next one.
    const chunk = scratch.subarray(0, Math.min(end, bytes.length) - start);
    chunk.set(bytes.subarray(start, end));
    reader.write(chunk);
    chunk.fill(0xff);
    start = end;
  }
  return { report: reader.end(), documents };
}

function sameText(one: Reading, other: Reading): boolean {
  return JSON.stringify([one.report, told(one)]) === JSON.stringify([other.report, told(other)]);
}

function told({ documents }: Reading): unknown {
  return documents.map(({ position, segments }) => [
    position,
    segments.map((one) => [
      one.id,
      one.number,
      one.offset,
      one.length,
      Array.from({ length: one.elementCount }, (_, at) => [
        one.repetitions(at + 1),
        one.component(at + 1, 2),
      ]),
    ]),
  ]);
}

function checkReport({ interchanges, issues }: X12Report, length: number): void {
  demand(interchanges.length + issues.length > 0, 'nothing was found and nothing told');
  let before = 0;
  for (const interchange of interchanges) {
    const { ta1, verdict, groups, start, end } = interchange;
    demand(start >= before && end >= start && end <= length, 'an interchange has a place outside the file');
    before = end;
    demand((ta1.status === 'A') === (ta1.code === '000'), 'TA1 status and code differ');
    demand(ta1.status !== 'R' || verdict === 'rejected', 'an interchange is better than its TA1');
    demand(
      verdict !== 'accepted' || groups.every((group) => group.verdict === 'accepted'),
      'verdict of an interchange',
    );
    groups.forEach(checkGroup);
  }
  for (const issue of allIssues(interchanges, issues)) {
    demand(issue.place.offset >= 0 && issue.place.length >= 0, 'an issue has a negative place');
    demand(issue.place.offset + issue.place.length <= length, 'an issue has a place outside the file');
    demand(issue.words !== '' && !/undefined|NaN|null/.test(issue.words), `the words of ${issue.code}`);
    demand([...(issue.value ?? '')].length <= 99, 'a value is longer than an answer may repeat');
  }
}

function checkGroup({ sets, setsReceived, setsAccepted, verdict, codes }: GroupReport): void {
  const accepted = sets.filter((set) => set.verdict !== 'rejected').length;
  demand(setsReceived === sets.length, 'sets received');
  demand(setsAccepted === (verdict === 'rejected' ? 0 : accepted), 'sets accepted');
  demand(codes.length === 0 || verdict === 'rejected', 'a group with codes is not rejected');
  demand(verdict !== 'accepted' || accepted === sets.length, 'a group is better than its sets');
  for (const set of sets) {
    demand(set.start <= set.end, 'a set ends before it begins');
    demand(set.issueCount >= set.issues.length, 'issues are not counted');
    const errors = set.issues.filter(({ severity }) => severity === 'error').length;
    demand(set.verdict !== 'accepted' || errors + set.codes.length === 0, 'a set is accepted with errors');
  }
}

function checkDocuments({ report, documents }: Reading, length: number): void {
  for (const { position, segments, root } of documents) {
    const set =
      report.interchanges[position.interchange - 1]?.groups[position.group - 1]?.sets[position.set - 1];
    demand(set !== undefined, 'a document has no set');
    const first = segments[0];
    demand(first?.id === 'ST' && first.offset === set!.start, 'a document does not begin at its ST');
    demand(segments.at(-1)?.id === 'SE', 'a document does not end at its SE');
    demand(
      segments.every((one) => one.offset + one.length <= length),
      'a segment stands outside the file',
    );
    let inLoops = 0;
    for (const open = [root]; open.length > 0;) {
      const loop = open.pop()!;
      inLoops += loop.segments.length;
      open.push(...loop.loops);
    }
    demand(inLoops === segments.length, 'a segment is in no loop, or in two');
  }
}

function checkExplanation(report: X12Report, bytes: Uint8Array): void {
  let issues = 0;
  for (const row of explainX12(report, bytes)) issues += row.issues.length;
  demand(
    issues === allIssues(report.interchanges, report.issues).length,
    'an issue is not explained, or twice',
  );
}

/** The answer can be written unless an address cannot be; our reader and another one read it back. */
function checkAnswer(interchange: InterchangeReport, choice: number): void {
  const acknowledge = choice % 2 === 0 ? '997' : '999';
  const ta1 = choice % 3 === 0 ? 'as-asked' : 'always';
  const plan = planAcknowledgment(interchange, { acknowledge: () => acknowledge, ta1 });
  if (plan === undefined) return;
  const meant = composeAcknowledgment(plan, {
    interchangeControlNumber: 1,
    groupControlNumbers: plan.groups.map((_, index) => index + 1),
    date: '20260302',
    time: '0815',
  });
  const written = writeInterchange(meant);
  if ('faults' in written) {
    demand(
      written.faults.every(({ code, place }) => code === 'ENVELOPE_INVALID' && place?.segmentId !== 'ST'),
      `the answer cannot be written: ${written.faults.map(({ code, place }) => `${code} ${place?.segmentId}`).join()}`,
    );
    return;
  }
  const reader = openX12Reader();
  reader.write(written.bytes);
  const { interchanges, issues } = reader.end();
  demand(interchanges.length === 1 && issues.length === 0, 'the answer is not one interchange');
  demand(interchanges[0]!.groups.length === plan.groups.length, 'the answer reads back with other groups');
  if (choice % 8 === 0) {
    const again = readBack(written.bytes, meant);
    demand(again.same, again.same ? '' : `node-x12 reads another answer: ${again.difference}`);
  }
}

function allIssues(interchanges: readonly InterchangeReport[], outside: readonly X12Issue[]): X12Issue[] {
  const groups = interchanges.flatMap((one) => one.groups);
  return [
    ...outside,
    ...[...interchanges, ...groups, ...groups.flatMap(({ sets }) => sets)].flatMap((one) => one.issues),
  ];
}

function demand(holds: boolean, words: string): void {
  if (!holds) throw new Error(words);
}

/** FNV-1a */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
