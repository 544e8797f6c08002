/**
 * Everything people write for the hub, read and checked as one: hub.yaml, partners/ and mappings/.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig, type HubConfig } from './config.js';
import { checkErpSettings } from './erp/index.js';
import { loadMappings, type Mapping } from './mapping/index.js';
import { loadPartners, type PartnerBook } from './partners/index.js';
import { checkConnection } from './transports/index.js';
import { hasErrors, problemAt, readYaml, type Problem } from './yaml/index.js';

export interface Configuration {
  config: HubConfig;
  book: PartnerBook;
  mappings: ReadonlyMap<string, Mapping>;
}

/**
 * @param root the folder that holds hub.yaml
 * @returns the configuration when nothing in it is wrong, and all problems; warnings may come with a configuration
 */
export function loadConfiguration(
  root: string,
  environment: NodeJS.ProcessEnv,
): { configuration?: Configuration; problems: Problem[] } {
  const { config, problems } = loadConfig(root, environment);
  const { mappings, problems: mappingProblems } = loadMappings(root);
  const all = [...problems, ...mappingProblems];
  if (config === undefined) return { problems: all };
  const { book, problems: partnerProblems } = loadPartners(root, config, { mappings: [...mappings.keys()] });
  all.push(...partnerProblems, ...pluginProblems(root, config, book));
  if (book === undefined || hasErrors(all)) return { problems: all };
  return { configuration: { config, book, mappings }, problems: all };
}

/** What only the plug-ins know: their own options. */
function pluginProblems(root: string, config: HubConfig, book: PartnerBook | undefined): Problem[] {
  const inHub = Object.entries(config.erp).flatMap(([name, settings]) =>
    checkErpSettings(name, settings).map(({ path, message }) =>
      optionProblem(root, 'hub.yaml', ['erp', name, ...path], message),
    ),
  );
  const inPartners = (book?.partners ?? []).flatMap((partner) =>
    Object.values(partner.connections).flatMap((connection) =>
      checkConnection(connection).map(({ path, message }) =>
        optionProblem(root, partner.file, ['connections', connection.name, ...path.map(key)], message),
      ),
    ),
  );
  return [...inHub, ...inPartners];
}

const key = (part: PropertyKey) => (typeof part === 'number' ? part : String(part));

function optionProblem(root: string, file: string, path: (string | number)[], message: string): Problem {
  const yaml = readYaml(file, readFileSync(join(root, file), 'utf8'));
  return problemAt(yaml, path, { code: 'OPTION_INVALID', message });
}
