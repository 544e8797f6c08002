/**
 * The files that the bench drops: X12 interchanges of invoices of one line, dealt to the partners in turn. Pure.
 */
import type { Load } from './options.js';
import { interchangeKey, invoiceNumber } from './tally.js';

export interface BenchFile {
  partner: string;
  name: string;
  text: string;
  invoices: readonly string[];
  /** As its answer names it, see interchangeKey(). */
  interchange: string;
}

/** @param first number of the first file, which is also its control number: no two files of a site share one */
export function makeFiles(
  { files, setsPerFile }: Load,
  partners: readonly string[],
  first: number,
): BenchFile[] {
  return Array.from({ length: files }, (_, index) => {
    const number = first + index;
    const place = number % partners.length;
    const partner = partners[place]!;
    const invoices = Array.from({ length: setsPerFile }, (_set, set) =>
      invoiceNumber(place + 1, number, set + 1),
    );
    return {
      partner,
      name: `bench-${number}.x12`,
      text: interchange(number, `BENCH${place + 1}`, invoices),
      invoices,
      interchange: interchangeKey(partner, number),
    };
  });
}

function interchange(controlNumber: number, sender: string, invoices: readonly string[]): string {
  const control = String(controlNumber).padStart(9, '0');
  return (
    [
      `ISA*00*          *00*          *ZZ*${sender.padEnd(15)}*ZZ*HOSPITAL       *260404*0205*U*00401*${control}*0*P*>`,
      `GS*IN*${sender}*HOSPITAL*20260404*0205*${controlNumber}*X*004010`,
      ...invoices.flatMap((number, index) => set(number, String(index + 1).padStart(4, '0'))),
      `GE*${invoices.length}*${controlNumber}`,
      `IEA*1*${control}`,
    ].join('~\n') + '~\n'
  );
}

function set(invoice: string, control: string): string[] {
  const segments = [
    `ST*810*${control}`,
    `BIG*20260404*${invoice}*20260401*4500071234***DI`,
    'CUR*SE*USD',
    'N1*ST*CITY HOSPITAL RECEIVING*UL*9521004200018',
    'ITD*01*3*****30',
    'IT1*1*10*CA*125.00**VC*BENCH-1*UK*19524410773104',
    'PID*F****GLOVE EXAM NITRILE PF MEDIUM 10BX/100',
    'TDS*125000',
    'CTT*1',
  ];
  return [...segments, `SE*${segments.length + 1}*${control}`];
}
