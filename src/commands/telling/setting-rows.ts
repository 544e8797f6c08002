/**
 * The settings in force as rows: name, value, and the file and line that said so.
 */
import type { AgreementSettings, EffectiveSettings } from '../../hub-file/index.js';

export interface SettingRow {
  /** Dotted, as in the files: interchange.duplicate. */
  name: string;
  value: unknown;
  /** `partners/acme.yaml:31`, `hub.yaml:12` or `built in`. */
  from: string;
}

/** In the order of the groups: acknowledge, ta1, answer, interchange, validation, send. */
export function settingRows(settings: EffectiveSettings): SettingRow[] {
  return Object.entries(settings.origins).map(([name, from]) => ({
    name,
    value: valueOf(settings.values, name),
    from,
  }));
}

/** As words for a table. */
export function settingWords(rows: readonly SettingRow[]): string[][] {
  return rows.map(({ name, value, from }) => [
    name,
    typeof value === 'string' && /^\S+$/.test(value) ? value : (JSON.stringify(value) ?? 'nothing'),
    from,
  ]);
}

function valueOf(values: AgreementSettings, name: string): unknown {
  let at: unknown = values;
  for (const step of name.split('.')) at = (at as Record<string, unknown> | undefined)?.[step];
  return at;
}
