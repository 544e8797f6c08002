/**
 * Builds the document of a set that somebody wants, segment by segment while the set is read.
 *
 * Loops follow the walk along the guide; HL loops are nested by HL02 instead, under the set where the parent is unknown.
 */
import type { Delimiters } from '../delimiters.js';
import type { X12Document, X12Loop, X12Segment } from '../document.js';
import type { GroupHeader, InterchangeHeader } from '../report.js';
import { controlNumberKey, readCount, type SegmentFrame, type SegmentStore } from '../tokens/index.js';

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
  loops: X12Loop[];
}

/** Most loops have none inside, and share this. */
const noLoops: X12Loop[] = [];
Object.freeze(noLoops);

export class SetDocument {
  private readonly segments: X12Segment[] = [];
  private readonly root: BuiltLoop = { id: '', segments: [], loops: noLoops };
  /** Open loops, the root first, down to the depth; what stands behind it is closed. */
  private readonly open: BuiltLoop[] = [this.root];
  private depth = 0;
  /** HL loops by HL01. */
  private levels: Map<number | string, BuiltLoop> | undefined;

  /** Begins at the ST in the frame; the store is given up to this set until it has been read. */
  constructor(
    private readonly frame: SegmentFrame,
    private readonly store: SegmentStore,
    private readonly start: SetDocumentStart,
  ) {
    store.begin(start.delimiters);
  }

  /** Adds the segment in the frame; without a place it stands in the set itself. */
  add(number: number, place: WalkPlace | undefined): void {
    const segment = this.store.add(this.frame, number);
    this.segments.push(segment);
    this.depth = Math.min(this.depth, place?.depth ?? 0);
    if (place?.opened) this.openLoop(place, segment);
    else this.open[this.depth]!.segments.push(segment);
  }

  /** The document, when the set has been read. */
  finish(): X12Document {
    this.store.finish();
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

  /** Opens the loop that the segment in the frame is the first of. */
  private openLoop(place: WalkPlace, segment: X12Segment): void {
    this.depth = Math.min(this.depth, place.depth - 1);
    const outer = this.open[this.depth]!;
    const loop =
      place.loopId === 'HL' ? this.newLevel(outer, segment) : newLoop(place.loopId, outer, segment);
    this.open[++this.depth] = loop;
  }

  private newLevel(outer: BuiltLoop, segment: X12Segment): BuiltLoop {
    this.levels ??= new Map();
    const parent = this.levels.get(this.levelKey(2)) ?? outer;
    const level = segment.element(3);
    const loop: BuiltLoop = { id: 'HL', level, segments: [segment], loops: noLoops, parent };
    const own = this.levelKey(1);
    if (own !== '') this.levels.set(own, loop);
    addLoop(parent, loop);
    return loop;
  }

  /** Equal for equal numbers of levels, leading zeros or not; '' for none. */
  private levelKey(element: number): number | string {
    const number = this.frame.wholeNumber(element);
    if (number >= 0) return number;
    const key = controlNumberKey(this.frame.text(element));
    return readCount(key) ?? key;
  }
}

function newLoop(id: string, parent: BuiltLoop, segment: X12Segment): BuiltLoop {
  const loop: BuiltLoop = { id, segments: [segment], loops: noLoops, parent };
  addLoop(parent, loop);
  return loop;
}

function addLoop(parent: BuiltLoop, loop: BuiltLoop): void {
  if (parent.loops === noLoops) parent.loops = [loop];
  else parent.loops.push(loop);
}
