/** JSON as the terminals print it: tabs, and a tab after the colon (protocol B2, REC). */
export function printJson(value: unknown, depth = 0): string {
  if (Array.isArray(value)) return `[${value.map(one => printJson(one, depth + 1)).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const inner = '\t'.repeat(depth + 1)
  const lines = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([key, one]) => `${inner}${JSON.stringify(key)}:\t${printJson(one, depth + 1)}`)
  return lines.length === 0 ? '{\n}' : `{\n${lines.join(',\n')}\n${'\t'.repeat(depth)}}`
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, found => ESCAPES[found]!)

function element(name: string, value: unknown): string {
  // How a list looks in the XML of a JSON call is in no source: its name again and again (INF).
  if (Array.isArray(value)) return value.map(one => element(name, one)).join('')
  if (typeof value !== 'object' || value === null) return `<${name}>${escaped(String(value ?? ''))}</${name}>\n`
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  const attributes = entries
    .filter(([key]) => key.startsWith('@'))
    .map(([key, one]) => ` ${key.slice(1)}="${escaped(String(one))}"`)
    .join('')
  const children = entries.filter(([key]) => !key.startsWith('@')).map(([key, one]) => element(key, one))
  return children.length === 0 ? `<${name}${attributes}></${name}>\n` : `<${name}${attributes}>\n${children.join('')}</${name}>\n`
}

/** The namespaces seen (protocol B2). */
export const NAMESPACES = [
  'http://www.isapi.org/ver20/XMLSchema',
  'http://www.hikvision.com/ver20/XMLSchema',
  'http://www.hikvision.com/ver10/XMLSchema',
] as const

/** One object as an XML document; `@` keys are attributes. An object of several keys gets the root of a status object. */
export function printXml(value: Record<string, unknown>, namespace: string): string {
  const keys = Object.keys(value)
  const root = keys.length === 1 && typeof value[keys[0]!] === 'object' ? keys[0]! : 'ResponseStatus'
  const inside = root === keys[0] ? value[root] : value
  const spaced = { '@version': '2.0', '@xmlns': namespace, ...(Array.isArray(inside) ? { item: inside } : (inside as object)) }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, spaced)}`
}

const NAMES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The text of the first element of this name, or undefined. */
export function xmlText(xml: string, name: string): string | undefined {
  const found = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)</`).exec(xml)?.[1]
  return found?.replace(/&(amp|lt|gt|quot|apos);/g, (_, word: string) => NAMES[word]!).trim()
}
