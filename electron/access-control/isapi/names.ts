// A device knows one name (protocol C): the given name first, as HikCentral writes it.

type Named = { family: string; given: string }

export const wholeName = ({ family, given }: Named): string =>
  [given, family]
    .map(word => word.normalize('NFC').trim())
    .filter(Boolean)
    .join(' ')

/** Back into two words: what comes after the last space is the family's. */
export function splitName(name: string): Named {
  const at = name.trim().lastIndexOf(' ')
  return { given: name.trim().slice(0, Math.max(0, at)), family: name.trim().slice(at + 1) }
}

/** As many of a name's characters as go into so many bytes of UTF-8, none of them cut (protocol B4). */
export function fitName(name: string, bytes: number): string {
  if (Buffer.byteLength(name) <= bytes) return name
  let fits = ''
  for (const { segment } of new Intl.Segmenter().segment(name)) {
    if (Buffer.byteLength(fits + segment) > bytes) break
    fits += segment
  }
  return fits.trimEnd()
}

/** Whether the user that has our number there is our guest, and not a stranger (complaint: a blind upsert overwrites somebody else). */
export const isSameName = (kept: string, wanted: string, bytes: number): boolean =>
  kept.normalize('NFC').trim() === fitName(wanted, bytes).normalize('NFC').trim()
