// The little XML that devices speak: elements and texts. Of attributes only those count that a capability has in the place of JSON's @min, @max and @opt (protocol B4); namespaces and prefixes
// say nothing and are dropped; a document type is refused unread, so there are no entities but the five and the numeric ones.

/** An element: a text, or its children by name; a name that comes several times holds a list. An element without a text has its limits as children, `@max` for `max`. */
export type XmlValue = string | { [name: string]: XmlValue | XmlValue[] }

const DEEPEST = 40
const MARKUP =
  /<(?:!--[\s\S]*?-->|!\[CDATA\[([\s\S]*?)\]\]>|\?[\s\S]*?\?>|\/([^\s>]+)\s*>|([^\s/>!?]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>)/y

const LIMIT = /(?<=\s)(min|max|opt|size)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

interface Open {
  name: string
  children: Record<string, XmlValue | XmlValue[]> | null
  limits: string
  text: string
}

/** Reads a document to `{ root: … }`; null where it is none. */
export function readXml(text: string): Record<string, XmlValue> | null {
  const root: Open = { name: '', children: null, limits: '', text: '' }
  const stack: Open[] = [root]
  let at = text.startsWith('\uFEFF') ? 1 : 0
  while (at < text.length) {
    const next = text.indexOf('<', at)
    const top = stack.at(-1) as Open
    top.text += decode(text.slice(at, next < 0 ? text.length : next))
    if (next < 0) break
    MARKUP.lastIndex = next
    const found = MARKUP.exec(text)
    if (!found) return null
    at = MARKUP.lastIndex
    const [, cdata, closes, opens, limits = '', isEmpty] = found
    if (cdata !== undefined) top.text += cdata
    else if (opens !== undefined) {
      const one: Open = { name: localName(opens), children: null, limits, text: '' }
      if (isEmpty) put(top, one)
      else if (stack.push(one) > DEEPEST) return null
    } else if (closes !== undefined) {
      const one = stack.pop() as Open
      const parent = stack.at(-1)
      if (!parent || one.name !== localName(closes)) return null
      put(parent, one)
    }
  }
  const { children } = root
  if (stack.length !== 1 || !children || root.text.trim() !== '' || Object.keys(children).length !== 1) return null
  return Object.values(children).some(Array.isArray) ? null : (children as Record<string, XmlValue>)
}

function put(parent: Open, child: Open): void {
  const text = child.text.trim()
  if (child.limits && (child.children || !text))
    for (const [, name, double, single] of child.limits.matchAll(LIMIT)) {
      child.children ??= Object.create(null) as NonNullable<Open['children']>
      child.children[`@${name}`] = decode(double ?? single ?? '')
    }
  const value: XmlValue = child.children ?? text
  parent.children ??= Object.create(null) as NonNullable<Open['children']>
  const before = parent.children[child.name]
  if (Array.isArray(before)) before.push(value)
  else parent.children[child.name] = before === undefined ? value : [before, value]
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1)

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const decode = (text: string) =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,8}));/gi, (whole, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null
    if (code === null) return entities[name as string] ?? whole
    return code <= 0x10_ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole
  })

/** A text as it may stand in an element. What XML cannot hold is left out. */
export const xmlText = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what XML cannot hold.
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[<>&"']/g, c => `&#${c.charCodeAt(0)};`)
