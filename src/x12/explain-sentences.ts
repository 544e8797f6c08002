/**
 * One sentence for each frequent segment, in the form of explain-template. Other segments are told by their names.
 */
import { compileSentence } from './explain-template.js';
import type { Sentence } from './explain-template.js';

/** Template, then the elements that need no word of their own. */
type Written = readonly [template: string, ...quiet: number[]];

const envelope: Record<string, Written> = {
  ISA: [
    'interchange {13} from {6} ({5:addressKind}) to {8} ({7:addressKind}), {9:date} {10:time}, version {12}, {15:usage}[, {14:asksTa1}]',
    ...[1, 2, 3, 4, 11, 14, 16],
  ],
  TA1: ['answer to interchange {1} of {2:date} {3:time}: {4:answer}[, {5:ta1Reason}]', 5],
  GS: ['group {6}: {1:group} from {2} to {3}, {4:date} {5:time}, version {8}', 7],
  ST: ['{1:set} ({1}), control number {2}'],
  SE: ['end of the set: {1} segments, control number {2}'],
  GE: ['end of the group: sets {1}, control number {2}'],
  IEA: ['end of the interchange: groups {1}, control number {2}'],
};

const beginnings: Record<string, Written> = {
  BEG: ['{1:purpose} purchase order {3}[ of {5:date}][, {2:orderKind}][, release {4}][, contract {6}]'],
  BAK: [
    "{1:purpose} acknowledgment of order {3}[, ordered {4:date}][: {2:orderAnswer}][, release {5}][, contract {7}][, vendor's order {8}][, acknowledged {9:date}]",
  ],
  BSN: ['{1:purpose} ship notice {2}[ of {3:date}][ {4:time}][, levels: {5:structure}]'],
  BIG: [
    'invoice {2} of {1:date}[, for order {4}][, ordered {3:date}][, release {5}][, {7:invoiceKind}][, {8:purpose}]',
  ],
};

const lines: Record<string, Written> = {
  PO1: ['line[ {1}][: {2} {3}][ at {4}][ {5:priceBasis}][; {6:ids}]'],
  IT1: ['line[ {1}][: {2} {3}][ at {4}][ {5:priceBasis}][; {6:ids}]'],
  LIN: ['item[ {1}][: {2:ids}]'],
  SN1: ['shipped[ on line {1}]: {2} {3}[, ordered {5} {6}][, {8:lineStatus}]'],
  ACK: ['{1:lineStatus}[: {2} {3}][, {4:dateKind} {5:date}][; {7:ids}]'],
  PID: ['description[: {5}]', 1, 2],
  PO4: ['pack of {1}[, each {2} {3}]'],
  SCH: ['scheduled: {1} {2}[, {5:dateKind} {6:date}][ {7:time}]'],
  CTP: ['price[: {3}][ for {4} {5}]'],
  HL: ['level {1}[ under {2}]: {3:level}', 4],
  PRF: ['order {1}[ of {4:date}][, release {2}]'],
  MAN: ['marks: {1:mark} {2}[ to {3}]'],
};

const details: Record<string, Written> = {
  CUR: ['currency {2}[, of the {1:party}]'],
  REF: ['{1:reference}: {2}[, {3}]'],
  N9: ['{1:reference}: {2}[, {3}]'],
  MSG: ['text: {1}'],
  NTE: ['note: {2}', 1],
  PER: ['contact[ ({1:contact})][: {2}][, {3:channel} {4}][, {5:channel} {6}][, {7:channel} {8}]'],
  FOB: ['freight {1:whoPays}[, {2:place}][: {3}]'],
  SAC: ['{1:allowance}[ ({2:chargeKind})][: {5:cents}][, {12:chargeWay}][, {15}]'],
  ITD: [
    'payment terms[: {1:terms}][, {3}% off within {5} days][, {3}% off until {4:date}][, net {7} days][, due {6:date}][, {12}]',
    2,
  ],
  DTM: ['{1:dateKind}[: {2:date}][ {3:time}]'],
  TD1: ['packages[: {2}][ {1:packaging}][, {6:weight} {7}][ {8}]'],
  TD5: ['carrier[ {3}][, {5}][, {4:transport}]', 1, 2],
  N1: ['{1:party}[: {2}][, {3:idKind} {4}]'],
  N2: ['name, continued: {1}[ {2}]'],
  N3: ['street: {1}[, {2}]'],
  N4: ['place[: {1}][, {2}][ {3}][, {4}]'],
  AMT: ['amount[ ({1:amountKind})]: {2}'],
  TXI: ['tax[ ({1:tax})][: {2}][, {3}%]'],
  TDS: ['invoice total: {1:cents}[, of which {2:cents} can be discounted][, discounted {3:cents}]'],
  CAD: ['carrier[ {4}][, {5}][, {1:transport}][, {7:reference} {8}]'],
  ISS: ['shipped: {1} {2}[, weight {3} {4}]'],
  CTT: ['totals: lines {1}[, hash total {2}]'],
};

const acknowledgments: Record<string, Written> = {
  AK1: ['answer to group {2} ({1:group})'],
  AK2: ['answer to set {2} ({1:set} {1})'],
  AK3: ['its segment {2} ({1})[ in loop {3}]: {4:segmentFault}'],
  AK4: ['element {1} of that segment: {3:elementFault}[, received {4}]', 2],
  AK5: [
    'the set is {1:answer}[: {2:setReason}][; {3:setReason}][; {4:setReason}][; {5:setReason}][; {6:setReason}]',
  ],
  AK9: [
    'the group is {1:answer}: sets claimed {2}, received {3}, accepted {4}[: {5:groupReason}][; {6:groupReason}][; {7:groupReason}]',
  ],
};

const sentences = new Map<string, Sentence>(
  Object.entries({ ...envelope, ...beginnings, ...lines, ...details, ...acknowledgments }).map(
    ([id, [template, ...quiet]]) => [id, compileSentence(template, quiet)],
  ),
);

/** The sentence for a segment; undefined when it has none of its own. */
export function sentenceFor(segmentId: string): Sentence | undefined {
  return sentences.get(segmentId);
}
