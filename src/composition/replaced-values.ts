/**
 * Values of a document that do not go out as they are: X12 has no escape, so the writer replaces delimiters, control characters
 * and halves of characters. Nothing else about a value is ever changed; blanks at its ends stay.
 */
import type { ComposedX12 } from '../mapping/index.js';
import {
  type Dictionary,
  ElementKind,
  elementIndex,
  placeIndex,
  findGuide,
  type OutboundElement,
} from '../x12/index.js';

export interface ReplacedValue {
  /** Place in the set, ST is 1. */
  segment: number;
  segmentId: string;
  /** From 1, as is the component, which only composites have. */
  element: number;
  component?: number;
  /** As the record has it. */
  value: string;
  /** Text for people. Identifiers, codes, numbers and days say something else when one character is another. */
  isText: boolean;
}

/** Data elements of type AN by which a partner finds something again; other types never are free text. */
const identifiers: ReadonlySet<string> = new Set([
  '67', // party, place
  '76', // invoice
  '87', // marks of a package, such as its SSCC
  '127', // reference
  '234', // product
  '310', // location
  '324', // order
  '325', // tax number
  '326', // request
  '327', // change of an order
  '328', // release
  '350', // line
  '367', // contract
  '396', // shipment
  '508', // account
]);

/** @param unwritable what the writer replaces, see `unwritable` of x12/outbound.ts */
export function replacedValues(document: ComposedX12, unwritable: RegExp): ReplacedValue[] {
  const dictionary = findGuide(document.version, document.set)?.dictionary;
  return document.segments.flatMap(([segmentId, ...elements], index) =>
    elements.flatMap((element, at) => {
      const place = { segment: index + 2, segmentId, element: at + 1 };
      return valuesOf(element)
        .filter(({ value }) => value.search(unwritable) >= 0)
        .map(({ value, component }) => whole(dictionary, { ...place, component, value }));
    }),
  );
}

/** Plain values of an element; of a repeated or composite one with its component, from 1. */
function valuesOf(element: OutboundElement): { value: string; component: number }[] {
  if (typeof element === 'string') return [{ value: element, component: 0 }];
  return element.flatMap((one, index) =>
    typeof one === 'string'
      ? [{ value: one, component: index + 1 }]
      : one.map((value, at) => ({ value, component: at + 1 })),
  );
}

type Found = Required<Omit<ReplacedValue, 'isText'>>;

function whole(dictionary: Dictionary | undefined, { component, ...found }: Found): ReplacedValue {
  if (dictionary === undefined) return { ...found, isText: false };
  const simple = elementIndex(dictionary, { ...found, component: 0 });
  // A simple element that repeats is written as repetitions of one component.
  const isComposite = component > 0 && simple >= 0 && dictionary.composite[simple]! >= 0;
  const index = isComposite ? placeIndex(dictionary, { ...found, component }) : simple;
  const isText =
    index >= 0 && dictionary.kind[index] === ElementKind.AN && !identifiers.has(dictionary.reference[index]!);
  return { ...found, ...(isComposite ? { component } : {}), isText };
}
