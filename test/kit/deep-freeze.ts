/**
 * Freezes a value and all that it holds, so that whoever changes anything of it fails: objects, lists, maps and
 * sets. A compiled mapping is left as it is.
 */

/** @returns the same value */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  // The language freezes no bytes, and no content of a map or set.
  if (ArrayBuffer.isView(value)) return value;
  if (value instanceof Map || value instanceof Set) close(value);
  Object.freeze(value);
  for (const [key, part] of Object.entries(value)) if (key !== 'mapping') deepFreeze(part as unknown);
  return value;
}

function close(values: Map<unknown, unknown> | Set<unknown>): void {
  const refuse = () => {
    throw new TypeError('It is frozen.');
  };
  for (const name of ['set', 'add', 'delete', 'clear'])
    Object.defineProperty(values, name, { value: refuse });
  for (const part of values.values()) deepFreeze(part);
}
