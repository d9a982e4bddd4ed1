import type { Fields } from '../fields.ts'

/** The deepest nesting that is read. Events have three. */
const DEEPEST = 32

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole
  })
}

type Open = { name: string; fields: Record<string, unknown>; text: string; empty: boolean }

function put(fields: Record<string, unknown>, name: string, value: unknown): void {
  const earlier = Object.hasOwn(fields, name) ? fields[name] : undefined
  // As a member of its own, also where it is called `__proto__`.
  if (earlier === undefined) Object.defineProperty(fields, name, { value, writable: true, enumerable: true, configurable: true })
  else if (Array.isArray(earlier)) earlier.push(value)
  else fields[name] = [earlier, value]
}

/** Where a tag that begins at `from` ends: a `>` inside a quoted value does not. */
function tagEnd(text: string, from: number): number {
  for (let i = from, quote = ''; i < text.length; i++) {
    const letter = text[i] as string
    if (quote !== '') {
      if (letter === quote) quote = ''
    } else if (letter === '"' || letter === "'") quote = letter
    else if (letter === '>') return i
  }
  return -1
}

const localName = (tag: string) => (/^[^\s/>]+/.exec(tag)?.[0] ?? '').replace(/^.*:/, '')

/** What is no element: how it begins, and how it ends. */
const asides = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const

/**
 * XML as a device writes it, as the JSON of the same event would be: elements by name without their prefix, a text as a string, one thing as itself and several of a name as an
 * array; attributes are left out. Null where it cannot be read: not XML, cut, tags that do not match, a document type (entities of its own are never wanted).
 */
export function readXml(text: string): Fields | null {
  const root: Open = { name: '', fields: {}, text: '', empty: true }
  const stack = [root]
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) {
    const top = stack.at(-1) as Open
    if (text[at] !== '<') {
      const next = text.indexOf('<', at)
      const end = next < 0 ? text.length : next
      top.text += decode(text.slice(at, end))
      at = end
      continue
    }
    const aside = asides.find(([begin]) => text.startsWith(begin, at))
    const end = aside ? text.indexOf(aside[1], at + aside[0].length) : tagEnd(text, at)
    if (end < 0) return null
    if (aside) {
      if (aside[1] === ']]>') top.text += text.slice(at + aside[0].length, end)
      at = end + aside[1].length
      continue
    }
    const tag = text.slice(at + 1, end)
    at = end + 1
    if (tag.startsWith('/')) {
      const parent = stack.at(-2)
      if (!parent || localName(tag.slice(1)) !== top.name) return null
      stack.pop()
      put(parent.fields, top.name, top.empty ? top.text.trim() : top.fields)
      continue
    }
    const name = localName(tag)
    if (name === '' || name.startsWith('!')) return null
    top.empty = false
    if (tag.endsWith('/')) put(top.fields, name, '')
    else if (stack.push({ name, fields: {}, text: '', empty: true }) > DEEPEST) return null
  }
  return stack.length === 1 && !root.empty && root.text.trim() === '' ? root.fields : null
}
