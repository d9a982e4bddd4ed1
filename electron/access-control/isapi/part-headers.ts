/** A part's headers: names in lower case, values trimmed, each byte a character (latin-1). One that comes twice has its values joined by ", ". */
export type PartHeaders = ReadonlyMap<string, string>

/** The `boundary` of a `multipart/...` content type, quoted or not; null where it has none. */
export function boundaryOf(contentType: string): string | null {
  if (!/^\s*multipart\//i.test(contentType)) return null
  const found = /;\s*boundary\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;\s]+))/i.exec(contentType)
  const boundary = (found?.[1]?.replace(/\\(.)/g, '$1') ?? found?.[2] ?? '').trim()
  return boundary === '' ? null : boundary
}

/** Reads header lines; a line without a name is passed over, one that begins with a blank belongs to the line before it. */
export function readHeaders(text: string): PartHeaders {
  const headers = new Map<string, string>()
  let name = ''
  for (let from = 0; from < text.length; ) {
    const feed = text.indexOf('\n', from)
    const end = feed < 0 ? text.length : feed
    const line = text.slice(from, end)
    from = end + 1
    const first = line.charCodeAt(0)
    if ((first === 32 || first === 9) && name !== '') {
      headers.set(name, `${headers.get(name)} ${line.trim()}`.trim())
      continue
    }
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    name = line.slice(0, colon).trim().toLowerCase()
    const value = line.slice(colon + 1).trim()
    const earlier = headers.get(name)
    headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`)
  }
  return headers
}

/** The length a part says it has, in bytes; null where it says none that can be read (two that contradict each other are none). */
export function lengthOf(headers: PartHeaders): number | null {
  const said = headers.get('content-length')
  return said !== undefined && /^[0-9]{1,15}$/.test(said) ? Number(said) : null
}
