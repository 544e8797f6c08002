/**
 * `lots: LIN`: lots, serials and their dates, wherever the supplier writes them, brought to one place.
 *
 * Lots stand in pairs (LT, SN) or REF, dates in DTM. Which date belongs to which of several lots is never guessed.
 */
import type { Lot, Origin } from '../../canonical/index.js';
import type { X12Loop, X12Segment } from '../../x12/index.js';
import { addProblem, type Compilation, firstForm, formDate } from '../file/index.js';
import {
  lotDates,
  lotQualifiers,
  lotReferences,
  elementOrigin,
  pairsOf,
  segmentsOf,
  firstPair,
} from '../selectors/index.js';
import { addIssue, type Make, type Place } from '../values/index.js';
import { missing, type Target } from './scalar.js';

interface Piece {
  text: string;
  origin: Origin;
}

/** What the loop says, each kind in the order of the file. */
interface Pieces {
  lot: Piece[];
  serial: Piece[];
  expires: Piece[];
  manufactured: Piece[];
}

const pieceKinds = ['lot', 'serial', 'expires', 'manufactured'] as const;

export function compileLots(compilation: Compilation, segmentId: string, target: Target): Make {
  if (!Object.hasOwn(firstPair, segmentId) || compilation.format !== 'x12') {
    const help =
      compilation.format !== 'x12'
        ? 'lots: { each: ..., fields: ... }'
        : `segments with pairs: ${Object.keys(firstPair).join(', ')}`;
    addProblem(compilation, [...target.path, 'lots'], {
      code: 'MAP103',
      message: `"${segmentId}" has no qualifier pairs`,
      help,
    });
  }
  return (place, path) => {
    if (place.scope.format !== 'x12') return undefined;
    const pieces = collect(place.scope.loop, segmentId, { target, place, path });
    const count =
      Math.max(pieces.lot.length, pieces.serial.length) ||
      Math.min(1, pieces.expires.length + pieces.manufactured.length);
    if (count === 0)
      return missing(target, place, path, { origin: compilation.selectors.placeOf(place.scope) });
    const unclear = pieceKinds.find((kind) => ![0, 1, count].includes(pieces[kind].length));
    if (unclear !== undefined) return tellUnclear(pieces[unclear][0], { target, place, path });
    return Array.from({ length: count }, (_, index) => lotAt(index, pieces, { place, path }));
  };
}

interface Making {
  target: Target;
  place: Place;
  path: string;
}

function collect(loop: X12Loop, segmentId: string, making: Making): Pieces {
  const pieces: Pieces = { lot: [], serial: [], expires: [], manufactured: [] };
  for (const segment of segmentsOf(loop, segmentId)) {
    for (const [qualifier, text, element] of pairsOf(segment)) {
      const piece = { text, origin: elementOrigin(segment, element) };
      if (qualifier === lotQualifiers.lot) addNew(pieces.lot, piece);
      if (qualifier === lotQualifiers.serial) addNew(pieces.serial, piece);
    }
  }
  for (const segment of segmentsOf(loop, 'REF')) {
    const kind = lotReferences.get(segment.element(1).trim());
    const text = segment.element(2).trim();
    if (kind && text !== '') addNew(pieces[kind], { text, origin: elementOrigin(segment, 2) });
  }
  for (const segment of segmentsOf(loop, 'DTM')) {
    const kind = lotDates.get(segment.element(1).trim());
    if (kind) pieces[kind].push(readDate(segment, making));
  }
  return pieces;
}

/** Some suppliers write a lot in LIN and again in REF: that is one lot. */
function addNew(pieces: Piece[], piece: Piece): void {
  if (!pieces.some((known) => known.text === piece.text)) pieces.push(piece);
}

const dayForm = firstForm(['yyyyMMdd', 'yyMMdd'].flatMap((format) => formDate(format) ?? []));

/** DTM02, or DTM06 where DTM05 says that a date stands there. A faulty date keeps its turn, with an issue and without text. */
function readDate(segment: X12Segment, making: Making): Piece {
  const element = segment.element(2).trim() === '' && segment.element(5).trim() === 'D8' ? 6 : 2;
  const value = segment.element(element).trim();
  const origin = elementOrigin(segment, element);
  const formed = dayForm(value);
  if ('text' in formed) return { text: formed.text, origin };
  const { target, place, path } = making;
  const words = `A date in ${target.field.path} ${formed.words}.`;
  addIssue(place.run, path, target.manner, { code: formed.code, words, value, place: origin });
  return { text: '', origin };
}

function lotAt(index: number, pieces: Pieces, at: { place: Place; path: string }): Lot {
  const lot: Record<string, string> = {};
  for (const kind of pieceKinds) {
    const all = pieces[kind];
    const piece = all.length === 1 ? all[0] : all[index];
    if (!piece || piece.text === '') continue;
    lot[kind] = piece.text;
    at.place.run.origins[`${at.path}.${index}.${kind}`] = piece.origin;
  }
  return lot;
}

function tellUnclear(piece: Piece | undefined, making: Making): undefined {
  const { target, place, path } = making;
  const words = `There are several of ${target.field.path}, and it is not clear which lot, serial number and date belong together.`;
  addIssue(place.run, path, target.manner, {
    code: 'LOTS_UNCLEAR',
    words,
    value: piece?.text,
    place: piece?.origin,
  });
  return undefined;
}
