/**
 * Two plans for one document that goes out, and where their texts differ. Both were made for the same record and moment, with
 * the same control numbers, so that only the configuration makes a difference.
 */
import type { PlannedDocument, ReadyDocument } from '../../composition/index.js';
import { alignRows } from './align-rows.js';
import { documentRows, type DocumentCell, type DocumentRow } from './document-rows.js';
import { fieldsShownMax, shown } from './impact-figures.js';

export interface PlaceDifference {
  /** Such as PO103; the bare name, such as REF, where all of a segment is there on one side only. */
  place: string;
  /** Which segment of the set, row or element, of what is planned where it is there, else of what is live. */
  number?: number | undefined;
  /** Document content, of the first that differ only; absent where there is no value. */
  before?: string | undefined;
  after?: string | undefined;
}

/** Stands for what is no value: identities and delimiters of the envelope, or quotes and line ends. */
export const envelopePlace = '(envelope or layout)';

/** @param record its body, and paths that its source marks as sensitive @returns nothing where the texts are the same, or one of them is not there */
export function comparePlans(
  before: PlannedDocument,
  after: PlannedDocument,
  { body, sensitive: inSource }: { body: unknown; sensitive: readonly string[] },
): PlaceDifference[] {
  if (before.state === 'held' || after.state === 'held') return [];
  if (Buffer.compare(before.bytes, after.bytes) === 0) return [];
  const sensitive = [...inSource, ...before.route.mapping.sensitive, ...after.route.mapping.sensitive];
  const [one, other] = [documentRows(before, body, sensitive), documentRows(after, body, sensitive)];
  const found = alignRows(one, other).flatMap(([at, counterpart]) =>
    compareRows(
      at === undefined ? undefined : one[at],
      counterpart === undefined ? undefined : other[counterpart],
    ),
  );
  const places = found.map((difference, index) =>
    index < fieldsShownMax ? withValues(difference) : { place: difference.place, number: difference.number },
  );
  const isEnvelope = found.length === 0 || envelopeOf(before) !== envelopeOf(after);
  return isEnvelope ? [{ place: envelopePlace }, ...places] : places;
}

/** ISA and GS as they would be sent, with the delimiters. */
function envelopeOf({ bytes, composed: { document } }: ReadyDocument): string {
  if (document.format !== 'x12') return '';
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', 0, 512);
  return head.slice(0, head.indexOf(`ST${head[3]}${document.set}`, isaLength));
}

/** Of an ISA with its terminator. */
const isaLength = 106;

/** Cells of one place, or of a row that has no counterpart. */
interface Found {
  place: string;
  number: number;
  before: readonly DocumentCell[];
  after: readonly DocumentCell[];
}

function compareRows(one: DocumentRow | undefined, other: DocumentRow | undefined): Found[] {
  const { number, name } = (other ?? one)!;
  if (one === undefined || other === undefined) {
    return [{ place: name, number, before: one?.cells ?? [], after: other?.cells ?? [] }];
  }
  const count = Math.max(one.cells.length, other.cells.length);
  return Array.from({ length: count }, (_, at): [DocumentCell[], DocumentCell[]] => [
    one.cells.slice(at, at + 1),
    other.cells.slice(at, at + 1),
  ])
    .filter(([[cell], [counterpart]]) => (cell?.text ?? '') !== (counterpart?.text ?? ''))
    .map(([before, after]) => ({ place: (after[0] ?? before[0])!.place, number, before, after }));
}

function withValues({ place, number, before, after }: Found): PlaceDifference {
  const isPair = before.length === 1 && after.length === 1;
  const isHidden = isPair && [...before, ...after].some((cell) => cell.isHidden());
  return {
    place,
    number,
    ...valueOf('before', before, isHidden),
    ...valueOf('after', after, isHidden),
  };
}

function valueOf(side: 'before' | 'after', cells: readonly DocumentCell[], isHidden: boolean): object {
  const texts = cells.map((cell) => (cell.text !== '' && (isHidden || cell.isHidden()) ? '***' : cell.text));
  return texts.every((text) => text === '') ? {} : { [side]: shown(texts.join(' | ')) };
}
