/**
 * JSON as it was found in a file, where the model's value would be written in another spelling: `1.0` (read as 1), a
 * source that is one string instead of lines, lines that were split elsewhere. While a value stays what was read, it is
 * written as it was found, so that saving one edited cell changes no other line of the file.
 */
interface Found {
  value: unknown
  json: unknown
}

const table = new WeakMap<object, Map<string, Found>>()

/** Remembers that `holder[key]`, read as `value`, stands in the file as `json` (a JSON value, or a `JSON.rawJSON`). */
export function remember(holder: object, key: string, value: unknown, json: unknown): void {
  const entries = table.get(holder) ?? new Map<string, Found>()
  entries.set(key, { value, json })
  table.set(holder, entries)
}

/** What to write for `holder[key]`: what was found if the value is still the one that was read, else undefined. */
export function asFound(holder: object, key: string, value: unknown): unknown {
  const found = table.get(holder)?.get(key)
  return found !== undefined && Object.is(found.value, value) ? found.json : undefined
}
