// How we read what a site of any kind sends: by name, whatever its spelling, and never trusting its shape.

export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A member by name in any spelling of its case (protocol A4: it differs by version). */
export function member(of: unknown, ...names: string[]): unknown {
  if (!isFields(of)) return undefined
  for (const name of names) {
    const wanted = name.toLowerCase()
    const key = Object.keys(of).find(k => k.toLowerCase() === wanted)
    if (key !== undefined && of[key] !== undefined && of[key] !== null) return of[key]
  }
  return undefined
}

/** A string that stands for an id or a word: numbers are taken too, "" is not. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** XML turned into JSON gives one thing as itself and several as an array (protocol A4). */
export const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null || value === '' ? [] : [value]
