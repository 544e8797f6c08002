/**
 * An interchange to be written, as values: no delimiters, no counts, no trailers.
 *
 * A segment is a row whose place 0 is its identifier, so `segment[3]` of a BEG is BEG03, as in the standard.
 */

/** A simple element; or its components; or its repetitions, each with its components. '' is an absent value. */
export type OutboundElement = string | readonly string[] | readonly (readonly string[])[];

/** Identifier, then elements. */
export type OutboundSegment = readonly [id: string, ...elements: OutboundElement[]];

/** How the bytes look: from the agreement's `send` settings. */
export interface OutboundSyntax {
  /** One printable ASCII character each, no letter or digit; the segment terminator may also be a line break. */
  elementSeparator: string;
  componentSeparator: string;
  /** Written and kept out of values from version 00402 on; before, ISA11 is U and the character is free. */
  repetitionSeparator: string;
  segmentTerminator: string;
  /** Follows each terminator; not added when the terminator is itself a line break. */
  lineEnding: 'none' | 'lf' | 'crlf';
  /** Stands for a delimiter or control character inside a value; '' refuses the document instead. */
  replacementCharacter: string;
}

export interface OutboundSet {
  set: string; // ST01
  transactionSetControlNumber: number; // ST02, padded to four digits
  conventionReference?: string; // ST03, from 005010 on
  /** What stands between ST and SE. */
  segments: readonly OutboundSegment[];
}

export interface OutboundGroup {
  functionalId: string; // GS01
  sender: string; // GS02
  receiver: string; // GS03
  version: string; // GS08
  groupControlNumber: number; // GS06
  sets: readonly OutboundSet[];
}

export interface OutboundInterchange {
  senderQualifier: string; // ISA05
  sender: string; // ISA06
  receiverQualifier: string; // ISA07
  receiver: string; // ISA08
  version: string; // ISA12
  interchangeControlNumber: number; // ISA13
  acknowledgmentRequested: boolean; // ISA14
  usage: string; // ISA15
  /** Wall clock of the hub: date yyyyMMdd, time HHmm. */
  at: { date: string; time: string };
  syntax: OutboundSyntax;
  /** TA1 segments, between ISA and the first GS. */
  ta1?: readonly OutboundSegment[];
  groups: readonly OutboundGroup[];
}

/** The default syntax of what we send. */
export const usualSyntax: OutboundSyntax = {
  elementSeparator: '*',
  componentSeparator: '>',
  repetitionSeparator: '^',
  segmentTerminator: '~',
  lineEnding: 'lf',
  replacementCharacter: ' ',
};

/** What an agreement leaves open is filled in so that no delimiter is used twice. */
export function completeSyntax(agreed: Partial<OutboundSyntax>): OutboundSyntax {
  const used = new Set([agreed.elementSeparator, agreed.segmentTerminator, agreed.replacementCharacter]);
  const free = (candidates: string): string => {
    const found = [...candidates].find((candidate) => !used.has(candidate)) ?? '';
    used.add(found);
    return found;
  };
  const componentSeparator = agreed.componentSeparator ?? free('>:<');
  used.add(componentSeparator);
  const repetitionSeparator = agreed.repetitionSeparator ?? free('^!|');
  return { ...usualSyntax, ...agreed, componentSeparator, repetitionSeparator };
}

/** ISA11 holds a repetition separator from this version on, and the letter U before. */
export function hasRepetitions(interchangeVersion: string): boolean {
  return interchangeVersion >= '00402';
}

/** What must not stand inside a value: the delimiters in force, control characters, halves of surrogate pairs. */
export function unwritable(interchange: Pick<OutboundInterchange, 'syntax' | 'version'>): RegExp {
  const { elementSeparator, componentSeparator, repetitionSeparator, segmentTerminator } = interchange.syntax;
  const repetition = hasRepetitions(interchange.version) ? repetitionSeparator : '';
  const delimiters = [...(elementSeparator + componentSeparator + repetition + segmentTerminator)];
  const codes = delimiters.map((delimiter) => `\\u{${delimiter.codePointAt(0)!.toString(16)}}`);
  return new RegExp(`[${codes.join('')}\\p{Cc}\\p{Cs}]`, 'gu');
}
