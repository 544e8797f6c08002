/**
 * The first line of a YAML file of ours, by which editors find its schema.
 */
import { existsSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export type SchemaName = 'hub' | 'partner' | 'mapping';

/** The folder of the installed program, which holds docs/ and mappings/. */
export const packageFolder = fileURLToPath(new URL('../../..', import.meta.url));

const schemaFolder = 'docs/reference';

/**
 * @param root the configuration folder
 * @param file relative to it, such as mappings/acme.yaml
 */
export function schemaLine(root: string, file: string, name: SchemaName): string {
  const schema = `${name}.schema.json`;
  // Where the program is installed beside the configuration, the link survives a move of both.
  const near = [schemaFolder, `node_modules/waybill/${schemaFolder}`].find((folder) =>
    existsSync(join(root, folder, schema)),
  );
  const folder = near === undefined ? join(packageFolder, schemaFolder) : resolve(root, near);
  const way = relative(resolve(root, dirname(file)), join(folder, schema))
    .split(sep)
    .join(posix.sep);
  return `# yaml-language-server: $schema=${way}\n`;
}
