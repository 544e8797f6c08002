/**
 * Builds the document of a set that somebody wants, segment by segment while the set is read.
 *
 * Loops follow the walk along the guide; HL loops are nested by HL02 instead, under the set where the parent is unknown.
 */
import { controlNumberKey } from './control-number.js';
import type { Delimiters } from './delimiters.js';
import type { X12Document, X12Loop, X12Segment } from './document.js';
import type { GroupHeader, InterchangeHeader } from './report.js';
import type { SegmentFrame } from './segment-frame.js';
import { SegmentStore } from './segment-store.js';

/** Where the walk stands after a segment. */
export interface WalkPlace {
  /** The innermost open loop; 0 is the set. */
  readonly depth: number;
  /** Whether the segment opened it. */
  readonly opened: boolean;
  readonly loopId: string;
}

export interface SetDocumentStart {
  interchange: InterchangeHeader;
  group: GroupHeader;
  position: { interchange: number; group: number; set: number };
  delimiters: Delimiters;
}

interface BuiltLoop extends X12Loop {
  readonly segments: X12Segment[];
  readonly loops: X12Loop[];
}

export class SetDocument {
  private readonly store: SegmentStore;
  private readonly segments: X12Segment[] = [];
  private readonly root: BuiltLoop = { id: '', segments: [], loops: [] };
  /** Open loops, the root first. */
  private readonly open: BuiltLoop[] = [this.root];
  /** HL loops by HL01. */
  private readonly levels = new Map<string, BuiltLoop>();

  constructor(
    private readonly frame: SegmentFrame,
    private readonly start: SetDocumentStart,
  ) {
    this.store = new SegmentStore(start.delimiters);
  }

  /** Adds the segment in the frame; without a place it stands in the set itself. */
  add(number: number, place: WalkPlace | undefined): void {
    const segment = this.store.add(this.frame, number);
    this.segments.push(segment);
    const depth = place?.depth ?? 0;
    this.open.length = Math.min(this.open.length, depth + 1);
    if (place?.opened) this.openLoop(place, segment);
    this.open.at(-1)!.segments.push(segment);
  }

  /** The document, when the set has been read. */
  finish(): X12Document {
    const [first] = this.segments;
    return {
      format: 'x12',
      set: first?.element(1) ?? '',
      version: this.start.group.version,
      transactionSetControlNumber: first?.element(2) ?? '',
      interchange: this.start.interchange,
      group: this.start.group,
      position: this.start.position,
      segments: this.segments,
      root: this.root,
    };
  }

  private openLoop(place: WalkPlace, segment: X12Segment): void {
    this.open.length = Math.min(this.open.length, place.depth);
    const isLevel = place.loopId === 'HL';
    const outer = this.open.at(-1)!;
    const parentNumber = isLevel ? controlNumberKey(segment.element(2)) : '';
    const parent = (parentNumber === '' ? undefined : this.levels.get(parentNumber)) ?? outer;
    const loop: BuiltLoop = {
      id: place.loopId,
      ...(isLevel ? { level: segment.element(3) } : {}),
      segments: [],
      loops: [],
      parent,
    };
    if (isLevel) this.levels.set(controlNumberKey(segment.element(1)), loop);
    parent.loops.push(loop);
    this.open.push(loop);
  }
}
