/** Turns a value of a script into what it stands for. @throws Error that begins with `at`, the path of the value */
export type Reader<T> = (value: unknown, at: string) => T

/** Refuses a value by its path. */
export const wrong = (at: string, want: string): never => {
  throw new Error(`${at}: ${want}`)
}

export const text: Reader<string> = (value, at) => (typeof value === 'string' ? value : wrong(at, 'must be a string'))
export const flag: Reader<boolean> = (value, at) => (typeof value === 'boolean' ? value : wrong(at, 'must be true or false'))
/** A number within bounds, which may be infinite. */
export function number(min: number, max: number, whole = false): Reader<number> {
  return (value, at) => {
    const fits = typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value) || value === max)
    return fits ? value : wrong(at, `must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`)
  }
}

export function oneOf<const T extends readonly string[]>(words: T): Reader<T[number]> {
  return (value, at) => (words.includes(value as string) ? (value as T[number]) : wrong(at, `must be one of ${words.join(', ')}`))
}

export function listOf<T>(item: Reader<T>): Reader<T[]> {
  return (value, at) => (Array.isArray(value) ? value.map((one, i) => item(one, `${at}[${i}]`)) : wrong(at, 'must be a list'))
}

export function record(value: unknown, at: string): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : wrong(at, 'must be an object')
}

/** An object with these keys and no other; absent ones are those of `defaults`. */
export function objectOf<T extends object>(readers: { [K in keyof T]-?: Reader<T[K]> }, defaults: T): Reader<T> {
  return (value, at) => {
    const found = { ...defaults }
    for (const [key, one] of Object.entries(record(value, at))) {
      if (!Object.hasOwn(readers, key)) wrong(`${at}.${key}`, 'unknown key')
      if (one !== undefined) found[key as keyof T] = readers[key as keyof T](one, `${at}.${key}`)
    }
    return found
  }
}
