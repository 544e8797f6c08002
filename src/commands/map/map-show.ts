/**
 * `waybill map show NAME`: a mapping file; with --flat as it works, merged with the base that it extends.
 */
import { readSource } from '../../mapping/index.js';
import { readTextFile, readYamlFile, writeYaml } from '../../yaml/index.js';
import { findMapping } from '../asking/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

/** @returns the exit code: 2 for a mapping that there is not */
export async function mapShow(
  root: string,
  name: string,
  options: { flat?: boolean },
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const mapping = findMapping(root, name, terminal)?.mapping;
  if (mapping === undefined) return 2;
  const { text } = readYamlFile(root, mapping.file);
  await terminal.write(options.flat === true ? flatText(root, { file: mapping.file, text }) : text);
  return 0;
}

/** Comments are not kept; tests and changes are those of the file itself. */
function flatText(root: string, source: { file: string; text: string }): string {
  const merged = mergedMapping(root, source);
  const base = merged['extends'];
  const { extends: _, ...rest } = merged;
  const words = typeof base === 'string' ? `, merged with ${base}` : '';
  return `# ${source.file}${words}\n${writeYaml(rest)}`;
}

/** A mapping file as it works: its base and itself in one. Only for a file that has been found sound. */
export function mergedMapping(root: string, source: { file: string; text: string }): Record<string, unknown> {
  const { source: read } = readSource(
    source,
    (path) => readTextFile(root, `mappings/${path}`, { bytesMax: 1_048_576 }).text,
  );
  return read?.value ?? {};
}
