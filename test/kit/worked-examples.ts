/**
 * The worked examples of CONTRIBUTING.md as data: the changes that each shows, and the commands that it ends with.
 *
 * A paragraph that begins with a path is about that file; the block of code behind it is the whole file (`ts`), or hunks of lines
 * around those to be added and removed (`diff`), parted by `@@`.
 */

export interface Change {
  /** From the project's top. */
  path: string;
  kind: 'new' | 'hunks';
  text: string;
}

export interface WorkedExample {
  title: string;
  changes: readonly Change[];
  commands: readonly string[];
}

/** @param document CONTRIBUTING.md @throws Error for a block that belongs to no file */
export function readExamples(document: string): WorkedExample[] {
  const [, section = ''] = /^## Worked examples\n([^]*?)(?=^## )/m.exec(document) ?? [];
  return section
    .split(/^### /m)
    .slice(1)
    .map((text) => {
      const title = text.slice(0, text.indexOf('\n'));
      const changes: Change[] = [];
      const commands: string[] = [];
      let path: string | undefined;
      for (const [, named, language, block = ''] of text.matchAll(/^`([^`]+)`|^```(\w*)\n([^]*?)^```$/gm)) {
        if (named !== undefined) path = named;
        else if (language === '') commands.push(...block.trim().split('\n'));
        else if (path === undefined) throw new Error(`${title}: a block of ${language} belongs to no file`);
        else {
          changes.push({ path, kind: language === 'diff' ? 'hunks' : 'new', text: block });
          path = undefined;
        }
      }
      return { title, changes, commands };
    });
}

/** @param before the file as it is; undefined where there is none @throws Error for a change that does not fit it */
export function changed(before: string | undefined, { path, kind, text }: Change): string {
  if (kind === 'new') {
    if (before !== undefined) throw new Error(`${path} is there already`);
    return text;
  }
  if (before === undefined) throw new Error(`${path} is not there`);
  return text.split('@@\n').reduce((file, hunk) => applied(file, hunk, path), before);
}

function applied(file: string, hunk: string, path: string): string {
  const lines = hunk.trimEnd().split('\n');
  const side = (left: string) =>
    lines.filter((line) => !line.startsWith(left)).map((line) => `\n${line.slice(1)}`);
  const parts = `\n${file}`.split(`${side('+').join('')}\n`);
  if (parts.length !== 2) throw new Error(`${path} has these lines ${parts.length - 1} times:\n${hunk}`);
  return parts.join(`${side('-').join('')}\n`).slice(1);
}
