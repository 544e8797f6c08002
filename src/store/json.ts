/**
 * JSON text for jsonb columns, which cannot hold NUL: it is kept as its visible symbol.
 */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  // A NUL is rare, and asking each value for one takes longer than writing them all.
  if (!text.includes('\\u0000')) return text;
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' && part.includes('\0') ? part.replaceAll('\0', '\u2400') : part,
  );
}
