/**
 * Limits of the reader: each has a name and a default, and going over it is an issue that names it.
 */
export interface X12Limits {
  /** Longest segment, in bytes, terminator not counted. */
  segmentBytesMax: number;
  /** Most elements in a segment. */
  elementsMax: number;
  /** Most components in one element, all repetitions together. */
  componentsMax: number;
  /** Most segments in a set. */
  segmentsPerSetMax: number;
  /** Deepest level of an HL tree. */
  levelDepthMax: number;
  /** Issues kept for a set, and for each group, interchange and file; further ones are only counted. */
  issuesPerSetMax: number;
}

export const defaultLimits: Readonly<X12Limits> = Object.freeze({
  segmentBytesMax: 1_048_576,
  elementsMax: 1_000,
  componentsMax: 1_000,
  segmentsPerSetMax: 2_000_000,
  levelDepthMax: 100,
  issuesPerSetMax: 100,
});
