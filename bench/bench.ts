/**
 * `npm run bench` runs every benchmark, `npm run bench -- x12` one of them; what follows the name is handed to it.
 *
 * Results go to stdout as Markdown, so that a run can be kept as it is.
 */
const benches: Record<string, () => Promise<{ run(options: readonly string[]): Promise<void> }>> = {
  x12: () => import('./x12.js'),
  floors: () => import('./floors.js'),
  mapping: () => import('./mapping.js'),
  hub: () => import('./hub.js'),
};

const [name, ...options] = process.argv.slice(2);
const isOption = name?.startsWith('--') ?? false;
const chosen = name === undefined || isOption ? Object.keys(benches) : [name];
const unknown = chosen.find((one) => !Object.hasOwn(benches, one));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}". Known: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
} else {
  for (const one of chosen) {
    const bench = await benches[one]!();
    await bench.run(isOption ? [name!, ...options] : options);
  }
}
