/**
 * A plain value as YAML the way people write it: what fits stands on one line, the rest in blocks.
 */
import { flowText, scalarText } from './edit-yaml.js';

const widthMax = 110;

/** Lines of a map, each ending with a line end. Keys stand in their order. */
export function writeYaml(value: Readonly<Record<string, unknown>>, indent = ''): string {
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => pairText(`${indent}${scalarText(key)}:`, inner, `${indent}  `))
    .join('');
}

function pairText(head: string, value: unknown, indent: string): string {
  const flow = `${head} ${flowText(value)}\n`;
  const isBlock = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (!isBlock || (flow.length <= widthMax && !isDeep(value))) return flow;
  if (!Array.isArray(value)) return `${head}\n${writeYaml(value as Record<string, unknown>, indent)}`;
  return `${head}\n${value.map((entry) => entryText(entry, indent)).join('')}`;
}

/** Maps of maps are read more easily in blocks, however short. */
function isDeep(value: object): boolean {
  const inner = Object.values(value).filter((one): one is object => typeof one === 'object' && one !== null);
  return !Array.isArray(value) && inner.some((one) => !Array.isArray(one) && Object.keys(one).length > 0);
}

function entryText(entry: unknown, indent: string): string {
  const isMap = typeof entry === 'object' && entry !== null && !Array.isArray(entry);
  const flow = `${indent}- ${flowText(entry)}\n`;
  if (!isMap || flow.length <= widthMax) return flow;
  const lines = writeYaml(entry as Record<string, unknown>, `${indent}  `);
  return `${indent}- ${lines.slice(indent.length + 2)}`;
}
