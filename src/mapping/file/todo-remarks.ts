/**
 * Remarks that somebody has marked as still to be decided: `# TODO which unit?` in a mapping file, told as warnings.
 */
import { type Problem, problemAt, type YamlFile } from '../../yaml/index.js';

const marked = /(?:#.*?|\btitle:.*?)\b(TODO\b.*)$/;

/** One warning for each line that holds such a remark. */
export function todoRemarks(yaml: YamlFile): Problem[] {
  return yaml.text.split(/\r?\n/).flatMap((line, index) => {
    const remark = marked.exec(line)?.[1];
    if (remark === undefined) return [];
    const words = remark.replace(/^TODO:?\s*/, '');
    const message = words === '' ? 'something is still to be decided here' : `still to be decided: ${words}`;
    const problem = problemAt(yaml, [], {
      code: 'MAP130',
      severity: 'warning',
      message,
      help: 'decide, and remove the remark',
    });
    return [
      {
        ...problem,
        line: index + 1,
        col: line.length - remark.length + 1,
        length: remark.length,
        sourceLine: line,
      },
    ];
  });
}
