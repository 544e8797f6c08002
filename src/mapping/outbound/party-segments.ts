/**
 * `party: shipTo` with `as: ST`: N1 with a number of the party, N3, N4 and PER. The reverse of `party: N1(ST)`.
 */
import { fieldsOf, type PartyIdentifierKind } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import {
  addProblem,
  checkPart,
  suggestion,
  isEntry,
  joined,
  type PartyBlock,
  partyBlock,
} from '../file/index.js';
import { partyKinds, textOf } from '../selectors/index.js';
import { compileCondition, addIssue } from '../values/index.js';
import { checkConstant } from './check-field.js';
import type { Cell, ComposePlace, OutboundCompilation, Row, Write } from './draft.js';
import { checkSegmentId, compileElements, elementTarget } from './segment.js';
import { lengthOf, x12Form } from './write-forms.js';

/** N103 for a kind of number; of D-U-N-S numbers with their suffix it is 9. */
const usualQualifiers: Readonly<Record<PartyIdentifierKind, string>> = {
  vendor: '91',
  buyer: '92',
  gln: 'UL',
  duns: '1',
  hin: '21',
  dea: '11',
  npi: 'XX',
  tax: 'FI',
  other: '',
};

export function compileParty(compilation: OutboundCompilation, path: YamlPath): Write {
  const block = checkPart(compilation, path, partyBlock);
  if (!block || !checkParty(compilation, block, path)) return () => false;
  const holds = block.when ? compileCondition(compilation, block.when, [...path, 'when']) : () => true;
  const own = compileElements(compilation, { segment: 'N1', fields: block.fields }, path);
  const measure = compileMeasure(compilation);
  return (place) => {
    if (!holds(place.scope)) return false;
    const at = place.prefix + block.party;
    const party = partyAt(place.entry, block.party);
    const rows = party ? rowsOf(party, at, block) : [];
    const [n1 = row('N1', [block.as])] = rows;
    // Fields written beside the party go before what it says itself.
    own(place)?.cells.forEach((cell, index) => (n1.cells[index] = cell ?? n1.cells[index]));
    if (n1.cells.slice(1).every((cell) => cell === undefined)) return false;
    for (const one of rows.length === 0 ? [n1] : rows) {
      measure(one, place, at);
      place.draft.rows.push(one);
    }
    return true;
  };
}

function checkParty(compilation: OutboundCompilation, block: PartyBlock, path: YamlPath): boolean {
  const above = compilation.at.lists.at(-1) ?? '';
  const field = fieldsOf(compilation.kind).get(joined(above, block.party));
  if (field?.shape !== 'party') {
    const parties = [...fieldsOf(compilation.kind).values()].filter(({ shape }) => shape === 'party');
    const names = parties.map((one) => one.path);
    const help = suggestion(joined(above, block.party), names, `parties: ${names.join(', ')}`);
    const message = `"${block.party}" is no party of this record`;
    addProblem(compilation, [...path, 'party'], { code: 'MAP103', message, help });
    return false;
  }
  if (!checkSegmentId(compilation, 'N1', [...path, 'party'])) return false;
  for (const id of ['N1', ...(block.address ? ['N3', 'N4'] : []), ...(block.contacts ? ['PER'] : [])])
    compilation.order.push({ id, path: [...path, 'party'] });
  const target = elementTarget(compilation, 'N1', 'N101', path);
  if (target)
    checkConstant(compilation, block.as, {
      label: 'N101',
      path: [...path, 'as'],
      form: x12Form(target.form),
    });
  const known = Object.keys(usualQualifiers);
  for (const [index, kind] of (block.identifiers ?? []).entries()) {
    if (known.includes(kind)) continue;
    const help = suggestion(kind, known, `kinds: ${known.join(', ')}`);
    const message = `"${kind}" is no kind of identifier of a party`;
    addProblem(compilation, [...path, 'identifiers', index], { code: 'MAP112', message, help });
  }
  return true;
}

type Party = Record<string, unknown>;

function partyAt(entry: Record<string, unknown>, name: string): Party | undefined {
  let at: unknown = entry;
  for (const step of name.split('.')) at = isEntry(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  return isEntry(at) ? at : undefined;
}

function rowsOf(party: Party, at: string, block: PartyBlock): Row[] {
  const cell = (name: string, from: Party = party, prefix = at): Cell => {
    const text = textOf(from[name]);
    return text === '' ? undefined : { text, path: `${prefix}.${name}` };
  };
  const rows = [row('N1', [block.as, cell('name'), ...numberOf(party, at, block.identifiers)])];
  const address = party['address'];
  if (block.address && isEntry(address)) {
    const part = (name: string) => cell(name, address, `${at}.address`);
    rows.push(row('N3', [part('line1'), part('line2')]), row('N3', [part('line3')]));
    rows.push(row('N4', [part('city'), part('state'), part('postalCode'), part('country')]));
  }
  const contacts = block.contacts && Array.isArray(party['contacts']) ? party['contacts'] : [];
  contacts.forEach((contact: unknown, index) => {
    if (isEntry(contact)) rows.push(contactRow((name) => cell(name, contact, `${at}.contacts.${index}`)));
  });
  return rows.filter(({ cells }, index) => index === 0 || cells.some((one) => one !== undefined));
}

function contactRow(cell: (name: string) => Cell): Row {
  const numbers = (
    [
      ['phone', 'TE'],
      ['fax', 'FX'],
      ['email', 'EM'],
    ] as const
  ).flatMap(([name, qualifier]) => {
    const number = cell(name);
    return number === undefined ? [] : [qualifier, number];
  });
  const name = cell('name');
  if (name === undefined && numbers.length === 0) return row('PER', []);
  // CN is a contact of any kind
  return row('PER', [cell('role') ?? 'CN', name, ...numbers]);
}

/** N103 and N104: the first of the wanted kinds that the party has, else its first number that can be named. */
function numberOf(party: Party, at: string, kinds: readonly string[] | undefined): [Cell?, Cell?] {
  const list = Array.isArray(party['identifiers']) ? party['identifiers'].map(asEntry) : [];
  const usable = list.map((one, index) => ({ index, kind: textOf(one['kind']), ...pairOf(one) }));
  const named = usable.filter(({ qualifier, value }) => qualifier !== '' && value !== '');
  const wanted = kinds ?? [undefined];
  for (const kind of wanted) {
    const found = named.find((one) => kind === undefined || one.kind === kind);
    if (!found) continue;
    const path = `${at}.identifiers.${found.index}.value`;
    return [
      { text: found.qualifier, path: undefined },
      { text: found.value, path },
    ];
  }
  return [];
}

function asEntry(value: unknown): Record<string, unknown> {
  return isEntry(value) ? value : {};
}

/** The partner's own qualifier where it is one of N103; else that of the kind. */
function pairOf(one: Record<string, unknown>): { qualifier: string; value: string } {
  const [kind, value, own] = [textOf(one['kind']), textOf(one['value']), textOf(one['qualifier'])];
  if (partyKinds.get(own) === kind) return { qualifier: own, value };
  if (kind === 'duns' && value.replace(/\D/g, '').length > 9) return { qualifier: '9', value };
  const usual = Object.hasOwn(usualQualifiers, kind) ? usualQualifiers[kind as PartyIdentifierKind] : '';
  return { qualifier: usual, value };
}

function row(id: string, cells: readonly (Cell | string)[]): Row {
  return {
    id,
    cells: cells.map((cell) => (typeof cell === 'string' ? { text: cell, path: undefined } : cell)),
  };
}

/** What is too long for its element is told; a name is not cut without being asked. */
function compileMeasure(compilation: OutboundCompilation) {
  const sizes = new Map(
    ['N1', 'N3', 'N4', 'PER'].map((id) => [id, compilation.outline?.elements(id) ?? []] as const),
  );
  return ({ id, cells }: Row, place: ComposePlace, at: string): void => {
    cells.forEach((cell, index) => {
      const element = sizes.get(id)?.[index];
      if (!cell || !('text' in cell) || !element || lengthOf(cell.text, element.kind) <= element.max) return;
      const target = `${id}${String(index + 1).padStart(2, '0')}`;
      const words = `${target} takes ${element.max} characters.`;
      const fault = { code: 'VALUE_TOO_LONG' as const, words, value: cell.text };
      addIssue(place.run, cell.path ?? at, { action: 'hold', sensitive: false, target }, fault);
      cells[index] = undefined;
    });
  };
}
