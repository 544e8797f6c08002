/**
 * Control numbers and counts as text: how they compare, and what they must look like.
 */

/** A form in which equal control numbers are equal text: without blanks at the end, numbers without leading zeros. */
export function controlNumberKey(text: string): string {
  const trimmed = text.trimEnd();
  return /^\d+$/.test(trimmed) ? trimmed.replace(/^0+(?=\d)/, '') : trimmed;
}

/** How the control numbers of header and trailer compare: numerically when both are numbers, else as they are. */
export function compareControlNumbers(header: string, trailer: string): 'same' | 'same-number' | 'different' {
  if (header === trailer) return 'same';
  return controlNumberKey(header) === controlNumberKey(trailer) ? 'same-number' : 'different';
}

/** A count such as SE01; undefined when it is no whole number. */
export function readCount(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * Finds control numbers that came before. While numbers rise nothing is kept; only when one does not, the earlier ones are
 * gathered.
 */
export class SeenNumbers {
  private last = -1;
  private all: Set<string> | undefined;

  reset(): void {
    this.last = -1;
    this.all = undefined;
  }

  /** Whether the number is among the earlier ones, which are asked for only when needed; then remembers it. */
  isRepeat(text: string, earlier: () => Iterable<string>): boolean {
    const number = readCount(text) ?? -1;
    if (!this.all && number > this.last) {
      this.last = number;
      return false;
    }
    this.all ??= new Set([...earlier()].map(controlNumberKey));
    const key = controlNumberKey(text);
    const repeat = this.all.has(key);
    this.all.add(key);
    return repeat;
  }
}
