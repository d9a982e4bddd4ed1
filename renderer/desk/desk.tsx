/** The reception desk. */
export function Desk() {
  return null
}
