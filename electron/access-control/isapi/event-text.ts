import { type Fields, isFields } from '../fields.ts'
import { readXml } from './xml.ts'

/** The largest event that is read, in bytes: a whole page of a search is smaller. */
export const MAX_EVENT_BYTES = 1024 * 1024

/** A value that was left out (`"activePostCount": ,`), outside of texts. */
const LEFT_OUT = /"(?:\\.|[^"\\])*"|:\s*(?=[,}\]])/g

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** JSON as devices write it: where it is none, once more without control characters (a name cut in the middle, a closing NUL), what stands behind the last brace, and values left out. */
function readJson(text: string): Fields | null {
  const read = parse(text)
  if (isFields(read)) return read
  const mended = text
    .slice(0, text.lastIndexOf('}') + 1)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .replace(LEFT_OUT, found => (found.startsWith(':') ? ':null' : found))
  const again = parse(mended)
  return isFields(again) ? again : null
}

/**
 * An event or a reply, in JSON or XML: judged by its first letter, for devices name the wrong type (protocol B2). The names in it are as they were sent. Letters that are no UTF-8
 * (devices cut names by bytes) become U+FFFD. Null where it is neither.
 */
export function readEventText(body: Uint8Array): Fields | null {
  if (body.byteLength > MAX_EVENT_BYTES) return null
  const text = new TextDecoder().decode(body).trim()
  return text.startsWith('<') ? readXml(text) : text.startsWith('{') ? readJson(text) : null
}
