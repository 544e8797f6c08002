/**
 * Documents that partners of a snapshot send: the shipped samples under other numbers, orders of our own, and what a
 * partner answers to an order.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const samples = resolve(import.meta.dirname, '../../samples');

/** The file of a sample, such as acme-medical/810-standard. Bytes as they are: one character for each. */
export function sample(name: string): string {
  const folder = join(samples, name);
  const input = readdirSync(folder).find((file) => file.startsWith('input'));
  return readFileSync(join(folder, input ?? 'input'), 'latin1');
}

/** A sample with other texts in it. @throws where a text is not there */
export function variant(name: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`sample ${name} does not hold ${from}`);
    return text.replaceAll(from, to);
  }, sample(name));
}

/** A sample of one group of X12 under control numbers of its own. */
export function x12Variant(
  name: string,
  control: number,
  changes: Readonly<Record<string, string>> = {},
): string {
  const text = variant(name, changes);
  const separator = text[3]!;
  const group = text.split('GS' + separator)[1]!.split(separator)[5]!;
  const nine = String(control).padStart(9, '0');
  return text
    .replaceAll(text.slice(90, 99), nine)
    .replace(new RegExp(`(GS(?:[^A-Z0-9].*?){5}[^A-Z0-9])${group}`, 's'), `$1${control}`)
    .replace(`GE${separator}1${separator}${group}`, `GE${separator}1${separator}${control}`);
}

/** An invoice of one line. @param changes further texts, such as that of a unit */
export function acmeInvoice(
  control: number,
  number: string,
  changes: Readonly<Record<string, string>> = {},
): string {
  return x12Variant('acme-medical/810-cs-means-case', control, { 'AM-INV-88244': number, ...changes });
}

/** An invoice of one of the suppliers that have no samples. @param sender ISA06 and GS02 */
export function supplierInvoice(sender: string, control: number, number: string): string {
  return acmeInvoice(control, number, {
    ['ACMEMED'.padEnd(15)]: sender.padEnd(15),
    '*ACMEMED*': `*${sender}*`,
    '*91*0042-CS': '*9*9521004200018',
    '*CS*127.50': '*CA*127.50',
  });
}

interface OrderOptions {
  vendorNumber?: string;
  item?: string;
  quantity?: number;
}

/** A file of orders of our own purchasing system, in boxes of gloves where nothing else is said. */
export function orderFile(orders: Readonly<Record<string, OrderOptions>>): string {
  const written = Object.entries(orders).map(([number, options]) => {
    const { vendorNumber = 'V-10077', item = '000481516', quantity = 10 } = options;
    return {
      number,
      date: '2026-04-15',
      kind: 'standard',
      currency: 'USD',
      buyer: { name: 'St Mary Health System', gln: '9521004200001' },
      supplier: { name: 'A supplier', vendorNumber },
      shipTo: { name: 'St Mary Central Stores', location: 'MAIN-CS' },
      total: quantity * 12.5,
      lines: [{ line: 1, item, description: 'Glove exam nitrile M', quantity, unit: 'BX', price: 12.5 }],
    };
  });
  return JSON.stringify({ system: 'purchasing', orders: written });
}

/** The numbers of a written interchange that a partner answers to. */
export interface Written {
  text: string;
  control: number;
  group: string;
  /** BEG03 of its orders. */
  orders: string[];
}

export function readWritten(text: string): Written {
  const group = /^GS\*[^*]*\*[^*]*\*[^*]*\*[^*]*\*[^*]*\*(\d+)\*/m.exec(text)?.[1];
  if (group === undefined) throw new Error('this is no X12 as the hub writes it');
  const orders = [...text.matchAll(/^BEG\*[^*]*\*[^*]*\*([^*~]+)/gm)].map((match) => match[1]!);
  return { text, control: Number(text.slice(90, 99)), group, orders };
}

/** Acme's 997 for an interchange of one set. */
export function acknowledgment(of: Written, control: number, verdict: 'A' | 'R'): string {
  const fault = verdict === 'A' ? [] : ['AK3*PO1*7**8', 'AK4*4**7*125'];
  return acmeInterchange('FA', control, [
    'ST*997*0001',
    `AK1*PO*${of.group}`,
    'AK2*850*0001',
    ...fault,
    verdict === 'A' ? 'AK5*A' : 'AK5*R*5',
    verdict === 'A' ? 'AK9*A*1*1*1' : 'AK9*R*1*1*0',
    `SE*${6 + fault.length}*0001`,
  ]);
}

/** Acme's 855: it takes the order as it is. */
export function confirmation(order: string, control: number): string {
  return x12Variant('acme-medical/855-accepted', control, {
    '4500071190': order,
    'AM-SO-550871': `AM-SO-${control}`,
  });
}

function acmeInterchange(functionalId: string, control: number, sets: readonly string[]): string {
  const nine = String(control).padStart(9, '0');
  const segments = [
    `ISA*00*          *00*          *ZZ*ACMEMED        *ZZ*STMARYHOSP     *260416*0900*U*00401*${nine}*0*P*>`,
    `GS*${functionalId}*ACMEMED*STMARYHOSP*20260416*0900*${control}*X*004010`,
    ...sets,
    `GE*1*${control}`,
    `IEA*1*${nine}`,
  ];
  return segments.map((segment) => `${segment}~\n`).join('');
}
