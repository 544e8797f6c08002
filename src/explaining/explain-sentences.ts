/**
 * One sentence for each frequent segment, in the form of explain-template. Other segments are told by their names.
 */
import { compileSentence, type Sentence } from './explain-template.js';

/** Template, then the elements that need no word of their own. */
type Written = readonly [template: string, ...quiet: number[]];

const envelope: Record<string, Written> = {
  ISA: [
    'interchange {13} from {6} ({5:addressKind}) to {8} ({7:addressKind}), {9:date} {10:time}, version {12}, {15:usage}[, {14:asksTa1}]',
    ...[1, 2, 3, 4, 11, 14, 16],
  ],
  TA1: ['answer to interchange {1} of {2:date} {3:time}: {4:answer}[, {5:ta1Reason}]', 5],
  GS: ['group {6}: {1:group} from {2} to {3}, {4:date} {5:time}, version {8}', 7],
  ST: ['{1:set} ({1}), control number {2}[, by the guide {3}]'],
  SE: ['end of the set: {1:count_segment}, control number {2}'],
  GE: ['end of the group: {1:count_set}, control number {2}'],
  IEA: ['end of the interchange: {1:count_group}, control number {2}'],
  LS: ['here a loop {1} begins'],
  LE: ['here the loop {1} ends'],
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
  BCH: [
    'order change[ {5}]: {1:purpose} order {3}[, ordered {6:date}][, changed {11:date}][, {2:orderKind}][, release {4}][, contract {8}]',
  ],
  BCA: [
    "answer to order change[ {5}]: {1:purpose} order {3}[, ordered {6:date}][: {2:orderAnswer}][, release {4}][, contract {8}][, vendor's order {9}]",
  ],
  BPR: [
    '{1:paymentAct}: {2}[, {3:creditDebit}][, {4:paymentWay}][, format {5}][, from account {9}][ at bank {7}][, to account {15}][ at bank {13}][, on {16:date}]',
    ...[6, 8, 12, 14],
  ],
  BCT: ['{1:catalogKind}[ {2}][, version {3}][, revision {4}][, {10:purpose} catalog][: {9}]'],
  BIA: ['{1:purpose} inventory report {3} of {4:date}[ {5:time}][: {2:reportKind}]'],
  BPT: ['{1:purpose} product transfer report[ {2}] of {3:date}[ {8:time}][: {4:reportKind}]'],
  BRA: ['{3:purpose} receipt {1} of {2:date}[ {5:time}][, {4:receiptKind}]'],
  BGN: ['{1:purpose} document {2} of {3:date}[ {4:time}][, about {6}]'],
};

const lines: Record<string, Written> = {
  PO1: ['line[ {1}][: {2} {3}][ at {4}][ {5:priceBasis}][; {6:ids}]'],
  IT1: ['line[ {1}][: {2} {3}][ at {4}][ {5:priceBasis}][; {6:ids}]'],
  LIN: ['item[ {1}][: {2:ids15}]'],
  SN1: ['shipped[ on line {1}]: {2} {3}[, ordered {5} {6}][, {8:lineStatus}]'],
  ACK: ['{1:lineStatus}[: {2} {3}][, {4:dateKind} {5:date}][; {7:ids}]'],
  PID: ['description[: {5}]', 1, 2],
  PO4: ['pack[ of {1}][, each {2} {3}][, in {4}][, {6} {7}][ ({5:weight})][, {8} {9}]'],
  SCH: ['scheduled: {1} {2}[, {5:dateKind} {6:date}][ {7:time}]'],
  CTP: ['price[ {2:priceKind}][: {3}][ for {4} {5}]'],
  HL: ['level {1}[ under {2}]: {3:level}', 4],
  POC: [
    'changed line[ {1}]: {2:lineChange}[, {3} {5}][, still to be received {4}][ at {6}][ {7:priceBasis}][; {8:ids}]',
  ],
  RCD: [
    'received[ on line {1}][: {2} {3}][, returned {4} {5}][, of which {6} {7} {8:condition}][, of which {9} {10} {11:condition}]',
  ],
  SLN: ['part[ {1}][ of {2}][, {3:partKind}][: {4} {5}][ at {6}][ {7:priceBasis}][; {9:ids}]'],
  SDQ: ['in {1}, by place[ ({2:idKind})]: {3:pairs}'],
  QTY: ['{1:quantityKind}[: {2}][ {3}][, {4}]'],
  UIT: ['unit {1}[ at {2}][ {3:priceBasis}]'],
  LDT: ['lead time: {2} {3:timeUnit}[, from {4:date}]'],
  PRF: ['order {1}[ of {4:date}][, release {2}]'],
  MAN: ['marks: {1:mark} {2}[ to {3}]'],
};

const details: Record<string, Written> = {
  CUR: ['currency {2}[ ({1:party})][, rate {3}]'],
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
  TD1: ['packages[: {2}][ {1:packaging}][, {7} {8}][ ({6:weight})][, {9} {10}]'],
  TD3: ['equipment[ {1}][ {2}][ {3}][, seal {9}]'],
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
  '856.CTT': ['totals: {1:count_level}[, hash total {2}]'],
  CTT: ['totals: {1:count_line}[, hash total {2}]'],
  TRN: ['trace number {2}[, given by {3}][, {4}]', 1],
  ENT: ['entity[ {1}][: {2:party}][, {3:idKind} {4}]'],
  RMR: [
    'pays {1:reference} {2}[, {3:paymentAction}][: {4}][, of {5} billed][, discount {6}][, adjusted by {8}]',
  ],
  ADX: ['adjustment: {1}[, for {3:reference} {4}]'],
  NM1: ['{1:party}[: {3}][, {4}][ {5}][, {8:idKind} {9}]', 2],
  DTP: ['{1:dateKind}[: {3:date}]', 2],
  MEA: ['measured[ {2:measure}][: {3}][ {4}][, {5} to {6}]'],
  PKG: ['packaging[: {5}]'],
  LQ: ['code {2}[ of the list {1}]'],
  LX: ['number {1}'],
  MTX: ['text: {2}[ {3}]'],
};

const segmentFault: Written = ['its segment {2} ({1})[ in loop {3}]: {4:segmentFault}'];
const elementFault: Written = ['{1:position} of that segment: {3:elementFault}[, received {4}]', 2];
const setAnswer: Written = [
  'the set is {1:answer}[: {2:setReason}][; {3:setReason}][; {4:setReason}][; {5:setReason}][; {6:setReason}]',
];

const acknowledgments: Record<string, Written> = {
  AK1: ['answer to group {2} ({1:group})[, by {3}]'],
  AK2: ['answer to set {2} ({1:set} {1})[, by {3}]'],
  AK3: segmentFault,
  IK3: segmentFault,
  AK4: elementFault,
  IK4: elementFault,
  CTX: ['it depends on {1}[: segment {3} ({2})][ in loop {4}][, {5:position}]'],
  AK5: setAnswer,
  IK5: setAnswer,
  AK9: [
    'the group is {1:answer}: {2:count_set} claimed, {3} received, {4} accepted[: {5:groupReason}][; {6:groupReason}][; {7:groupReason}][; {8:groupReason}][; {9:groupReason}]',
  ],
  OTI: [
    '{1:applicationAnswer}: {2:reference} {3}[, sent {6:date}][ {7:time}][, group {8}][, set {9}][ ({10:set})]',
  ],
  TED: ['error[: {2}][, in segment {4}][ ({3})][, element {5}][, received {7}][, should be {8}]'],
};

const sentences = new Map<string, Sentence>(
  Object.entries({
    ...envelope,
    ...beginnings,
    ...lines,
    ...details,
    ...acknowledgments,
  }).map(([id, [template, ...quiet]]) => [id, compileSentence(template, quiet)]),
);

/** The sentence for a segment of a set; undefined when it has none of its own. */
export function sentenceFor(segmentId: string, set: string): Sentence | undefined {
  return sentences.get(`${set}.${segmentId}`) ?? sentences.get(segmentId);
}
