/**
 * What the comparison of documents that go out adds up to: counts, places, and the first documents that differ.
 */
import type { PlannedDocument } from '../../composition/index.js';
import type { PlaceDifference } from './compare-outbound.js';
import { addField, fieldsShownMax } from './impact-figures.js';
import type { IssueCode } from '../../vocabulary/index.js';

/** What would become of a document, as far as it is known. */
export interface OutboundOutcome {
  state: 'ready' | 'held';
  partner: string | null;
  agreement: string | null;
  connection: string | null;
  /** Codes of its issues. */
  codes: IssueCode[];
}

/** A document that would go out otherwise. */
export interface ChangedOutbound {
  /** Partner that its record came from. */
  from: string;
  kind: string;
  businessKey: string;
  before: OutboundOutcome;
  after: OutboundOutcome;
  places: PlaceDifference[];
  /** Places that differ beside those that are shown. */
  morePlaces: number;
}

export interface OutboundImpact {
  /** Documents whose partner, agreement or mapping differs, or what finds them. */
  documents: number;
  unchanged: number;
  changed: number;
  newlyHeld: number;
  noLongerHeld: number;
  /** Go to another partner, by another agreement or over another connection. */
  elsewhere: number;
  /** In how many documents a place differs, such as PO103. */
  places: Record<string, number>;
  shown: ChangedOutbound[];
  /** Not all were compared. */
  capped?: { documentsMax: number; since: string } | undefined;
}

/** Documents shown one by one. */
const outboundShownMax = 20;

export function emptyOutboundImpact(): OutboundImpact {
  return {
    documents: 0,
    unchanged: 0,
    changed: 0,
    newlyHeld: 0,
    noLongerHeld: 0,
    elsewhere: 0,
    places: {},
    shown: [],
  };
}

export interface ComparedDocument {
  from: string;
  kind: string;
  businessKey: string;
  before: PlannedDocument;
  after: PlannedDocument;
  differences: readonly PlaceDifference[];
}

/** Adds one document. */
export function addOutbound(impact: OutboundImpact, compared: ComparedDocument): void {
  const { from, kind, businessKey, differences } = compared;
  const [before, after] = [outcomeOf(compared.before), outcomeOf(compared.after)];
  impact.documents += 1;
  if (differences.length === 0 && JSON.stringify(before) === JSON.stringify(after)) {
    impact.unchanged += 1;
    return;
  }
  impact.changed += 1;
  if (before.state !== after.state) impact[after.state === 'held' ? 'newlyHeld' : 'noLongerHeld'] += 1;
  if (goesElsewhere(before, after)) impact.elsewhere += 1;
  for (const place of new Set(differences.map((one) => one.place))) addField(impact.places, place, 1);
  if (impact.shown.length >= outboundShownMax) return;
  impact.shown.push({
    from,
    kind,
    businessKey,
    before,
    after,
    places: differences.slice(0, fieldsShownMax),
    morePlaces: Math.max(0, differences.length - fieldsShownMax),
  });
}

function outcomeOf(plan: PlannedDocument): OutboundOutcome {
  const codes = [...new Set(plan.issues.map(({ code }) => code))].sort();
  if (plan.state === 'held') {
    const { state, partner, agreement } = plan;
    return { state, partner, agreement, connection: null, codes };
  }
  const { partner, agreement, connection } = plan.route;
  return { state: 'ready', partner: partner.id, agreement: agreement.id, connection: connection.name, codes };
}

/** What is not known on one side is not elsewhere. */
function goesElsewhere(before: OutboundOutcome, after: OutboundOutcome): boolean {
  return (['partner', 'agreement', 'connection'] as const).some(
    (part) => before[part] !== null && after[part] !== null && before[part] !== after[part],
  );
}
