/**
 * A mapping named on the command line: by its name, or by its file. Only what is wrong with it is shown.
 */
import {
  loadMappings,
  type LoadedMappings,
  type Mapping,
  type OutboundMapping,
} from '../../mapping/index.js';
import { isAt } from '../../workbench/try/index.js';
import { outlineOf } from '../../x12/index.js';
import { nearest, renderProblem } from '../../yaml/index.js';
import type { Terminal } from '../terminal.js';

export interface FoundMapping {
  mapping: Mapping | OutboundMapping;
  loaded: LoadedMappings;
}

/** @returns undefined, with the reason on stderr, when there is none or it has errors */
export function findMapping(root: string, name: string, terminal: Terminal): FoundMapping | undefined {
  const loaded = loadMappings(root, outlineOf);
  const all = [...loaded.mappings.values(), ...loaded.outbound.values()];
  const mapping = all.find((one) => one.name === name || isAt(root, name, one.file));
  if (mapping) return { mapping, loaded };
  const isMeant = (file: string) => isAt(root, name, file) || file === `mappings/${name}.yaml`;
  const faults = loaded.problems.filter(({ file }) => isMeant(file));
  for (const problem of faults) terminal.remark(`${renderProblem(problem, terminal.colours)}\n\n`);
  if (faults.length > 0) return undefined;
  const near = nearest(name, all.map((one) => one.name)); // prettier-ignore
  const names = all.map((one) => one.name).join(', ') || 'none yet';
  const help = near === undefined ? `There are: ${names}.` : `Did you mean ${near}?`;
  terminal.remark(`There is no mapping ${name}. ${help}\n`);
  return undefined;
}
