/**
 * `waybill test [PATH...]`: the tests inside mapping files, with what differs shown side by side.
 *
 * With --update what is found becomes what is expected, in the file itself, to be read before it is kept.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { runTests, type TestedMapping, type TestRun } from '../../workbench/try/index.js';
import { hasErrors, readYamlFile, renderProblem, replaceValues, type YamlEdit } from '../../yaml/index.js';
import { whenFoldersChange } from '../input/index.js';
import { printAnswer, type JsonOption } from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

export interface TestOptions extends JsonOption {
  watch?: boolean;
  update?: boolean;
  /** Ends watching; Ctrl+C does when it is left out. */
  stop?: AbortSignal;
}

/**
 * @param paths names of mappings, mapping files or folders; all when there are none
 * @returns the exit code: 0 all passed, 1 some did not or a file has problems, 2 for a path that no mapping has
 */
export async function test(
  root: string,
  paths: readonly string[],
  options: TestOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const once = (): Promise<number> => testOnce(root, paths, options, terminal);
  if (options.watch !== true) return once();
  return whenFoldersChange([join(root, 'mappings'), join(root, 'samples')], once, terminal, options.stop);
}

async function testOnce(
  root: string,
  paths: readonly string[],
  options: TestOptions,
  terminal: Terminal,
): Promise<number> {
  let run = runTests(root, paths);
  if (run.unknown.length > 0) {
    terminal.remark(`No mapping has this name or path: ${run.unknown.join(', ')}.\n`);
    return 2;
  }
  const updated = options.update === true ? update(root, run) : [];
  if (updated.length > 0) run = runTests(root, paths);
  await printAnswer(terminal, options, jsonOf(run), () => render(run, terminal));
  for (const line of updated) terminal.remark(`${line}\n`);
  const passed = run.mappings.every(({ tests }) => tests.every((one) => one.passed));
  return passed && !hasErrors(run.problems) ? 0 : 1;
}

/** Writes what was found over what was expected. @returns what was done, a line for each file */
function update(root: string, run: TestRun): string[] {
  return run.mappings.flatMap(({ file, tests }) => {
    const edits = tests.flatMap(({ passed, found, differences }, index): YamlEdit[] => {
      if (passed) return [];
      const named = Object.keys(found).filter((key) =>
        differences.some(({ path }) => path === key || path.startsWith(`${key}.`)),
      );
      return named.map((key) => ({ path: ['tests', index, 'expect', key], value: found[key] }));
    });
    if (edits.length === 0) return [];
    writeFileSync(join(root, file), replaceValues(readYamlFile(root, file).text, edits));
    const count = edits.length === 1 ? '1 expectation' : `${edits.length} expectations`;
    return [`${file}: ${count} written anew. Read them before you keep them: git diff ${file}`];
  });
}

function jsonOf({ mappings, problems }: TestRun) {
  const all = mappings.flatMap(({ tests }) => tests);
  return {
    passed: all.filter(({ passed }) => passed).length,
    failed: all.filter(({ passed }) => !passed).length,
    mappings,
    problems,
  };
}

function render(run: TestRun, { colours }: Terminal): string {
  const problems = run.problems.map((problem) => `${renderProblem(problem, colours)}\n\n`);
  const all = run.mappings.flatMap(({ tests }) => tests);
  const failed = all.filter(({ passed }) => !passed).length;
  const faulty = hasErrors(run.problems) ? ' Files with problems were not tested.' : '';
  const verdict =
    failed > 0
      ? `${failed} of ${counted(all.length)} failed.${faulty} Next: correct the mapping, or npx waybill test --update\n`
      : `${counted(all.length)} passed.${faulty} Next: npx waybill check\n`;
  return [...problems, ...run.mappings.map((mapping) => renderMapping(mapping, colours)), verdict].join('');
}

function renderMapping({ mapping, file, tests }: TestedMapping, colours: boolean): string {
  const { green, red, dim } = createColors(colours);
  if (tests.length === 0) return `${mapping}  ${dim('no tests')}  ${file}\n`;
  const failed = tests.filter(({ passed }) => !passed);
  const outcome =
    failed.length === 0 ? green(`${tests.length} passed`) : red(`${failed.length} of ${tests.length} failed`);
  const shown = failed.flatMap(({ name, line, differences }) => [
    `  ${red('failed')} ${name}\n    ${dim(`--> ${file}:${line}`)}\n`,
    ...differences.map(
      ({ path, expected, found }) =>
        `      ${path}\n        expected  ${green(expected)}\n        found     ${red(found)}\n`,
    ),
  ]);
  return `${mapping}  ${outcome}\n${shown.join('')}`;
}

function counted(tests: number): string {
  return tests === 1 ? '1 test' : `${tests} tests`;
}
