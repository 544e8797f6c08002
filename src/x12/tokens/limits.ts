/**
 * Limits of the reader: each has a name and a default, and going over it is an issue that names it.
 *
 * Together they bound the memory of a report, whatever a file holds.
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
  /** Issues kept in the whole report; further ones are only counted. */
  issuesPerFileMax: number;
  /** Most interchanges, groups (TA1 segments counted with them) and sets in a file. */
  interchangesPerFileMax: number;
  groupsPerFileMax: number;
  setsPerFileMax: number;
}

export const defaultLimits: Readonly<X12Limits> = Object.freeze({
  segmentBytesMax: 1_048_576,
  elementsMax: 1_000,
  componentsMax: 1_000,
  segmentsPerSetMax: 1_000_000,
  levelDepthMax: 100,
  issuesPerSetMax: 100,
  issuesPerFileMax: 50_000,
  interchangesPerFileMax: 10_000,
  groupsPerFileMax: 100_000,
  setsPerFileMax: 500_000,
});
