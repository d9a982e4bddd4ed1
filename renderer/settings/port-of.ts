/** A port of this machine; null for anything else. */
export function portOf(text: string): number | null {
  const port = /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : 0
  return port >= 1 && port <= 65_535 ? port : null
}
