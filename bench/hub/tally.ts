/**
 * What the files of one drop must bring: each invoice once at the ERP, each interchange one answer. Tells from outside
 * when that is done, and whether more came than that. Pure.
 */
export interface Awaited {
  invoices: Iterable<string>;
  interchanges: Iterable<string>;
}

export interface Answer {
  interchange: string;
  /** AK901: A when the group was accepted. */
  verdict: string;
}

export class Tally {
  readonly #invoices: Set<string>;
  readonly #interchanges: Set<string>;
  /** When each came, in milliseconds of one clock. */
  readonly deliveredAt = new Map<string, number>();
  readonly answeredAt = new Map<string, number>();
  readonly #faults: string[] = [];

  constructor({ invoices, interchanges }: Awaited) {
    this.#invoices = new Set(invoices);
    this.#interchanges = new Set(interchanges);
  }

  delivered(invoice: string, atMs: number): void {
    if (!this.#invoices.has(invoice)) this.#faults.push(`invoice ${invoice} was not awaited`);
    else if (this.deliveredAt.has(invoice)) this.#faults.push(`invoice ${invoice} was delivered again`);
    else this.deliveredAt.set(invoice, atMs);
  }

  answered({ interchange, verdict }: Answer, atMs: number): void {
    if (!this.#interchanges.has(interchange))
      this.#faults.push(`an answer to ${interchange} was not awaited`);
    else if (this.answeredAt.has(interchange)) this.#faults.push(`${interchange} was answered again`);
    else if (verdict !== 'A') this.#faults.push(`${interchange} was answered with ${verdict}, not with A`);
    else this.answeredAt.set(interchange, atMs);
  }

  /** @returns when the last of all came; undefined while something is missing */
  endedAt(): number | undefined {
    const isWhole =
      this.deliveredAt.size === this.#invoices.size && this.answeredAt.size === this.#interchanges.size;
    if (!isWhole) return undefined;
    return [...this.deliveredAt.values(), ...this.answeredAt.values()].reduce((one, other) =>
      Math.max(one, other),
    );
  }

  /** @throws Error when something came that must not: a figure of it would be none */
  check(): void {
    const [first] = this.#faults;
    if (first === undefined) return;
    const more = this.#faults.length > 1 ? `, and ${this.#faults.length - 1} more faults` : '';
    throw new Error(`The hub did not do what was asked: ${first}${more}.`);
  }

  progress(): string {
    const of = (found: ReadonlyMap<string, number>, all: ReadonlySet<string>) =>
      `${found.size} of ${all.size}`;
    return `${of(this.deliveredAt, this.#invoices)} invoices delivered, ${of(this.answeredAt, this.#interchanges)} interchanges answered`;
  }
}

/** The groups that an answer file speaks about. @param partner whose outbox it is in */
export function answersIn(partner: string, text: string): Answer[] {
  return [...text.matchAll(/AK1\*IN\*(\d+)[^]*?AK9\*(\w)/g)].map(([, control, verdict = '']) => ({
    interchange: interchangeKey(partner, Number(control)),
    verdict,
  }));
}

/** Names an interchange among those of all partners. */
export function interchangeKey(partner: string, controlNumber: number): string {
  return `${partner}/${controlNumber}`;
}

/** The numbers of our invoices in a body that a hub sends to its ERP, whatever its form, each once. */
export function invoicesIn(body: string): Set<string> {
  return new Set(body.match(/\bBN\d+X\d+X\d+\b/g));
}

/** The number of an invoice, such as `BN1X17X3`: third set of file 17, for the first partner. */
export function invoiceNumber(partner: number, file: number, set: number): string {
  return `BN${partner}X${file}X${set}`;
}
