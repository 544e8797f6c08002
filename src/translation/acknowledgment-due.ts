/**
 * Which acknowledgment an interchange is owed under what was agreed with its sender. It is planned here and written later.
 */
import type { Agreement, Partner } from '../partners/index.js';
import { planAcknowledgment, type AcknowledgmentPlan, type GroupReport } from '../x12/index.js';
import { partId } from './record-id.js';
import type { TranslatedInterchange } from './translation.js';

/** Undefined where none is due, or where nobody is sure who the sender is. */
export function acknowledgmentDue(interchange: TranslatedInterchange): AcknowledgmentPlan | undefined {
  const { partner, state, report } = interchange;
  if (partner === undefined || state === 'held' || state === 'quarantined') return undefined;
  const { acknowledge, ta1 } = partner.settings.values;
  const plan = planAcknowledgment(report, {
    // A group in which no set is agreed on is answered as the partner usually is: it has to learn what became of it.
    acknowledge: (group) => wanted(agreementsOf(interchange, group)) ?? acknowledge,
    ta1,
  });
  return plan && { ...plan, usage: usageOf(partner, interchange, plan.usage) };
}

/** ISA15: what is taken as a test is answered as one, so that nobody believes it to be on its way to the ERP. */
function usageOf(partner: Partner, { agreements }: TranslatedInterchange, received: string): string {
  const { usage } = partner.settings.values.send;
  if (usage !== 'as-received') return usage;
  const agreed = [...agreements.values()];
  const isTesting = agreed.length > 0 && agreed.every(({ status }) => status === 'testing');
  return isTesting || partner.status === 'testing' ? 'T' : received;
}

function agreementsOf({ id, agreements }: TranslatedInterchange, group: GroupReport): Agreement[] {
  return group.sets.flatMap((set) => agreements.get(partId(id, group.ordinal, set.ordinal)) ?? []);
}

/** One acknowledgment answers the whole group: where its sets are agreed on differently, the one that tells most. */
function wanted(agreements: readonly Agreement[]): Agreement['acknowledge'] | undefined {
  return (['999', '997', 'none'] as const).find((one) =>
    agreements.some((agreement) => agreement.acknowledge === one),
  );
}
