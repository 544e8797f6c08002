/**
 * Everything people write for the hub, read and checked as one: hub.yaml, partners/ and mappings/.
 */
import { fieldsOf, isRecordKind } from '../canonical/index.js';
import type { ReadCrosswalk } from '../crosswalks/index.js';
import { erpAdapters } from '../erp/index.js';
import { ConfigError } from '../errors.js';
import { loadHubFile, type HubSettings } from '../hub-file/index.js';
import { loadMappings, type Mapping, type OutboundMapping } from '../mapping/index.js';
import { loadPartners, type PartnerBook } from '../partners/index.js';
import { transports } from '../transports/index.js';
import { checkOverride, outlineOf } from '../x12/index.js';
import { hasErrors, type Problem } from '../yaml/index.js';

export interface Configuration {
  settings: HubSettings;
  book: PartnerBook;
  mappings: ReadonlyMap<string, Mapping>;
  /** Mappings that write documents. */
  outbound: ReadonlyMap<string, OutboundMapping>;
}

/** The configuration has problems; they tell where. */
export class ConfigurationError extends ConfigError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('CONFIG_INVALID', 'The configuration has problems.', { detail: { problems: problems.length } });
    this.problems = problems;
  }
}

export interface LoadedConfiguration {
  /** When nothing is wrong. */
  configuration?: Configuration;
  /** All of them; warnings may come with a configuration. */
  problems: Problem[];
}

export interface LoadOptions {
  /** Where relative paths in the files start, when they are read from another folder than their own. */
  home?: string;
  /** The same each time lets crosswalks that are in use and did not change be read once. */
  readCrosswalk?: ReadCrosswalk | undefined;
}

/**
 * @param root the folder that holds hub.yaml, partners/ and mappings/
 * @returns the configuration when nothing in it is wrong, and all problems; warnings may come with a configuration
 */
export function loadConfiguration(
  root: string,
  environment: NodeJS.ProcessEnv,
  { home = root, readCrosswalk }: LoadOptions = {},
): LoadedConfiguration {
  const { settings, problems } = loadHubFile(root, environment, {
    erp: erpAdapters,
    guides: checkOverride,
    home,
  });
  const loaded = loadMappings(root, outlineOf, readCrosswalk);
  const { mappings, outbound, broken } = loaded;
  const all = [...problems, ...loaded.problems];
  // Wrong options of an ERP need not hide what is wrong with the partners.
  const readable = settings ?? loadHubFile(root, environment, { home }).settings;
  if (readable === undefined) return { problems: all };
  const { book, problems: partnerProblems } = loadPartners(root, readable, {
    mappings,
    outbound,
    broken,
    transports,
    guides: checkOverride,
    partiesOf,
  });
  all.push(...partnerProblems);
  if (settings === undefined || book === undefined || hasErrors(all)) return { problems: all };
  return { configuration: { settings, book, mappings, outbound }, problems: all };
}

/** Parties that a record of the kind has once: those of its lines are no recipients. */
function partiesOf(kind: string): string[] {
  if (!isRecordKind(kind)) return [];
  const fields = [...fieldsOf(kind).values()];
  return fields.flatMap(({ path, shape }) => (shape === 'party' && !path.includes('.') ? [path] : []));
}
