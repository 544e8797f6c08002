/**
 * The four delimiters of an interchange, as bytes. They are read from its ISA and hold until its IEA.
 */
export interface Delimiters {
  element: number;
  component: number;
  /** undefined before version 00402, or when ISA11 is alphanumeric. */
  repetition: number | undefined;
  segment: number;
}
