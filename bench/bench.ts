/**
 * `npm run bench` runs every benchmark, `npm run bench -- x12` one of them; what follows the name is handed to it.
 *
 * Results go to stdout as Markdown, so that a run can be kept as it is.
 */
import { OptionError } from './against/options.js';
import { TreeError } from './against/trees.js';

const benches: Record<string, () => Promise<{ run(options: readonly string[]): Promise<void> }>> = {
  x12: () => import('./x12.js'),
  floors: () => import('./floors.js'),
  mapping: () => import('./mapping.js'),
  hub: () => import('./hub.js'),
};

async function main([name, ...options]: readonly string[]): Promise<void> {
  const known = Object.keys(benches).join(', ');
  if (name?.startsWith('-')) throw new OptionError(`Say first which benchmark ${name} is for: ${known}.`);
  if (name !== undefined && !Object.hasOwn(benches, name))
    throw new OptionError(`There is no benchmark "${name}". Known: ${known}.`);
  for (const one of name === undefined ? Object.keys(benches) : [name]) {
    const bench = await benches[one]!();
    await bench.run(options);
  }
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  // What its caller can correct needs no stack.
  if (!(error instanceof OptionError || error instanceof TreeError)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof OptionError ? 2 : 1;
});
