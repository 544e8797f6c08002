/**
 * The shelf of ERP adapters as one object literal, and the way to open one by its settings in hub.yaml.
 *
 * To add an adapter: copy `http.ts`, list it here, and run test/conformance/erp.ts in its own test.
 */
import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import type { z } from 'zod';
import { ConfigError, UnavailableError } from '../errors.js';
import { files, http } from './adapters/index.js';
import type { ErpAdapter, ErpEnvironment, ErpPlugIn } from './erp.js';

export type { ErpAdapter, ErpEnvironment } from './erp.js';

/** Settings of one ERP as written in hub.yaml; each adapter checks its own. */
export interface ErpSettings {
  adapter: string;
  [option: string]: unknown;
}

/** All adapters, by the word that `adapter:` names them with. */
export const erpAdapters = { files, http } as const;

/** A fault in the settings of one ERP; `path` starts inside the settings. */
export interface ErpSettingsProblem {
  path: (string | number)[];
  message: string;
}

/** Says what is wrong with the settings of one ERP; empty when they can be opened. */
export function checkErpSettings(_name: string, settings: ErpSettings): ErpSettingsProblem[] {
  const plugIn = findPlugIn(settings.adapter);
  if (plugIn === undefined) {
    const known = Object.keys(erpAdapters).join(', ');
    return [{ path: ['adapter'], message: `no such adapter; there are: ${known}` }];
  }
  const result = plugIn.settings.safeParse(settings);
  return result.success ? [] : result.error.issues.flatMap(problemsOf);
}

/**
 * Opens one ERP.
 *
 * @param name the ERP's name in hub.yaml
 * @throws ConfigError the settings are wrong, or a secret they name is missing
 */
export async function openErp(
  name: string,
  settings: ErpSettings,
  environment: ErpEnvironment,
): Promise<ErpAdapter> {
  const plugIn = findPlugIn(settings.adapter);
  const result = plugIn?.settings.safeParse(settings);
  if (plugIn === undefined || result === undefined || !result.success) {
    const problem = checkErpSettings(name, settings)[0];
    const at = problem?.path.join('.') ?? '';
    throw new ConfigError('CONFIG_INVALID', `erp.${name}.${at}: ${problem?.message ?? ''}`, {
      detail: { erp: name, path: at },
    });
  }
  const adapter = await plugIn.open(name, result.data, environment);
  return limitConcurrency(adapter, result.data.concurrency);
}

/** The shelf without the types that tell its adapters apart: each `open` gets what its own `settings` let through. */
type AnyPlugIn = ErpPlugIn<{ concurrency: number }>;

function findPlugIn(adapter: string): AnyPlugIn | undefined {
  if (!Object.hasOwn(erpAdapters, adapter)) return undefined;
  return erpAdapters[adapter as keyof typeof erpAdapters];
}

function problemsOf(issue: z.core.$ZodIssue): ErpSettingsProblem[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: `there is no option "${key}"` }));
  }
  // Of several forms, the one with the fewest faults is what was meant.
  const [meant] = issue.code === 'invalid_union' ? issue.errors.toSorted((a, b) => a.length - b.length) : [];
  if (meant === undefined) return [{ path, message: issue.message }];
  return meant.flatMap(problemsOf).map((inner) => ({ ...inner, path: [...path, ...inner.path] }));
}

/** Lets at most so many deliveries run at once; the others wait their turn, and are not begun when they were stopped meanwhile. */
function limitConcurrency(adapter: ErpAdapter, atOnceMax: number): ErpAdapter {
  const limit = pLimit(atOnceMax);
  return {
    deliver: (delivery, signal) => {
      // Many deliveries run under the one signal of a hub; Node would take their listeners for a leak.
      setMaxListeners(0, signal);
      return limit(() => {
        if (!signal.aborted) return adapter.deliver(delivery, signal);
        throw new UnavailableError('DELIVERY_UNAVAILABLE', 'The attempt was stopped before its turn', {
          detail: { reason: 'stopped' },
        });
      });
    },
    close: () => adapter.close(),
  };
}
