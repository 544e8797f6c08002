/**
 * Issues with one code at one field of the record are one question to a person, however many elements it leaves empty.
 */
import type { MappingIssue } from '../mapping.js';

const weight: Record<MappingIssue['action'], number> = { warn: 0, hold: 1, reject: 2 };

/** In the order of the first of each; `also` names the further elements. */
export function mergeByField(issues: readonly MappingIssue[]): MappingIssue[] {
  const merged = new Map<string, MappingIssue>();
  for (const issue of issues) {
    const key = `${issue.code} ${issue.path}`;
    const first = merged.get(key);
    merged.set(key, first ? joined(first, issue) : issue);
  }
  return [...merged.values()];
}

function joined(first: MappingIssue, next: MappingIssue): MappingIssue {
  const also = new Set([...(first.also ?? []), ...(next.target === undefined ? [] : [next.target])]);
  if (first.target !== undefined) also.delete(first.target);
  const crosswalks = new Set([...(first.crosswalks ?? []), ...(next.crosswalks ?? [])]);
  return {
    ...first,
    action: weight[next.action] > weight[first.action] ? next.action : first.action,
    ...(also.size === 0 ? {} : { also: [...also] }),
    ...(crosswalks.size === 0 ? {} : { crosswalks: [...crosswalks] }),
  };
}
