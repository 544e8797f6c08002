/**
 * Problems of configuration files as SARIF 2.1.0, which code review tools show beside the line.
 *
 * A rule is one of our stable codes; its help is in docs/errors.md.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageFolder } from '../../workbench/draft/index.js';
import type { Problem } from '../../yaml/index.js';

/** Where people read what a code means: beside the program, as a check may run in a closed network. */
const helpUri = `${pathToFileURL(join(packageFolder, 'docs/errors.md')).href}#problems-in-configuration-files`;

/** @param root the configuration folder, absolute */
export function sarifLog(problems: readonly Problem[], root: string, version: string): object {
  const codes = [...new Set(problems.map(({ code }) => code))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'waybill',
            semanticVersion: version,
            rules: codes.map((id) => ({ id, helpUri })),
          },
        },
        originalUriBaseIds: { '%SRCROOT%': { uri: `${pathToFileURL(root).href}/` } },
        columnKind: 'utf16CodeUnits',
        results: problems.map((problem) => resultOf(problem, codes.indexOf(problem.code))),
      },
    ],
  };
}

function resultOf(
  { code, severity, message, help, file, line, col, length }: Problem,
  ruleIndex: number,
): object {
  const text = help === undefined ? message : `${message} (${help})`;
  // Faults of environment variables stand in no file.
  const isFile = file !== 'environment';
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text },
    locations: isFile
      ? [
          {
            physicalLocation: {
              artifactLocation: {
                uri: file.split('/').map(encodeURIComponent).join('/'),
                uriBaseId: '%SRCROOT%',
              },
              region: { startLine: line, startColumn: col, endColumn: col + length },
            },
          },
        ]
      : [],
  };
}
