/**
 * `party: N1(ST)`: everything that an N1 loop says about a party, in one go.
 */
import type { Party, PartyIdentifier, PartyIdentifierKind } from '../../canonical/index.js';
import type { X12Loop, X12Segment } from '../../x12/index.js';
import type { YamlPath } from '../../yaml/index.js';
import { addProblem, compileEach, type Compilation } from '../file/index.js';
import {
  contactKinds,
  partyKinds,
  partyReferenceKinds,
  elementOrigin,
  segmentsOf,
} from '../selectors/index.js';
import type { Make, Run } from '../values/index.js';
import { missing, type Target } from './scalar.js';

/** Addresses the record by dotted paths below the party and tells where each value stood. */
interface Writer {
  run: Run;
  path: string;
}

export function compileParty(compilation: Compilation, selector: string, target: Target): Make {
  const path: YamlPath = [...target.path, 'party'];
  if (compilation.format !== 'x12') {
    const help = 'map the fields of the party one by one: shipTo.name, shipTo.identifiers ...';
    addProblem(compilation, path, { code: 'MAP107', message: 'party: reads X12 loops', help });
    return () => undefined;
  }
  const each = compileEach(compilation, selector, path);
  return (place, at) => {
    const [scope] = each(place.scope);
    if (scope?.format !== 'x12')
      return missing(target, place, at, { origin: compilation.selectors.placeOf(place.scope) });
    const party = readParty(scope.loop, { run: place.run, path: at });
    return Object.keys(party).length === 0 ? undefined : party;
  };
}

function readParty(loop: X12Loop, to: Writer): Party {
  const [n1] = segmentsOf(loop, 'N1');
  const [n2] = segmentsOf(loop, 'N2');
  const name = taken(n1, 2, `${to.path}.name`, to) ?? taken(n2, 1, `${to.path}.name`, to);
  const identifiers = readIdentifiers(loop, to);
  const address = readAddress(loop, to);
  const contacts = segmentsOf(loop, 'PER').map((segment, index) => readContact(segment, index, to));
  return {
    ...(name === undefined ? {} : { name }),
    ...(identifiers.length === 0 ? {} : { identifiers }),
    ...(Object.keys(address).length === 0 ? {} : { address }),
    ...(contacts.length === 0 ? {} : { contacts }),
  };
}

/** N103 and N104, and those REF segments that identify a party. */
function readIdentifiers(loop: X12Loop, to: Writer): PartyIdentifier[] {
  const identifiers: PartyIdentifier[] = [];
  const add = (
    segment: X12Segment,
    from: { qualifier: number; value: number },
    kind?: PartyIdentifierKind,
  ) => {
    const qualifier = segment.element(from.qualifier).trim();
    const value = taken(segment, from.value, `${to.path}.identifiers.${identifiers.length}.value`, to);
    if (value === undefined) return;
    identifiers.push({
      kind: kind ?? partyKinds.get(qualifier) ?? 'other',
      value,
      ...(qualifier === '' ? {} : { qualifier }),
    });
  };
  for (const segment of segmentsOf(loop, 'N1').slice(0, 1)) add(segment, { qualifier: 3, value: 4 });
  for (const segment of segmentsOf(loop, 'REF')) {
    const kind = partyReferenceKinds.get(segment.element(1).trim());
    if (kind) add(segment, { qualifier: 1, value: 2 }, kind);
  }
  return identifiers;
}

const n4Elements = [
  ['city', 1],
  ['state', 2],
  ['postalCode', 3],
  ['country', 4],
] as const;

function readAddress(loop: X12Loop, to: Writer): NonNullable<Party['address']> {
  const address: Record<string, string> = {};
  const write = (name: string, segment: X12Segment | undefined, element: number) => {
    const text = taken(segment, element, `${to.path}.address.${name}`, to);
    if (text !== undefined) address[name] = text;
  };
  const [first, second] = segmentsOf(loop, 'N3');
  write('line1', first, 1);
  write('line2', first, 2);
  write('line3', second, 1);
  const [n4] = segmentsOf(loop, 'N4');
  for (const [name, element] of n4Elements) write(name, n4, element);
  return address;
}

type Contact = NonNullable<Party['contacts']>[number];

function readContact(segment: X12Segment, index: number, to: Writer): Contact {
  const contact: Contact = {};
  const write = (name: keyof Contact, element: number) => {
    const text = taken(segment, element, `${to.path}.contacts.${index}.${name}`, to);
    if (text !== undefined) contact[name] ??= text;
  };
  write('role', 1);
  write('name', 2);
  for (const element of [3, 5, 7]) {
    const kind = contactKinds.get(segment.element(element).trim());
    if (kind) write(kind, element + 1);
  }
  return contact;
}

/** An element's text, with its origin noted; undefined when there is none. */
function taken(
  segment: X12Segment | undefined,
  element: number,
  path: string,
  to: Writer,
): string | undefined {
  const text = segment?.element(element).trim() ?? '';
  if (!segment || text === '') return undefined;
  to.run.origins[path] ??= elementOrigin(segment, element);
  return text;
}
