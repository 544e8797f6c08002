/** Placeholder. */
import type { YamlPath } from '../../yaml/index.js';
import type { OutboundCompilation, Write } from './draft.js';
export function compileLevels(
  _compilation: OutboundCompilation,
  _path: YamlPath,
  _compileBlocks: (compilation: OutboundCompilation, path: YamlPath) => Write,
): Write {
  return () => false;
}
