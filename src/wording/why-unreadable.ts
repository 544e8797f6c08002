/**
 * Says why the operating system does not give a file to a command.
 */
/** Why a file cannot be opened or read, and what to do, as a sentence without its end. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const words: Record<string, string> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder; name the files in it',
    EACCES: 'you may not read it',
    EPERM: 'you may not read it',
  };
  return words[code] ?? `it cannot be read (${code})`;
}
