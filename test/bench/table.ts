export interface Row {
  what: string
  figure: string
  target: string
  /** Null where there is nothing to reach. */
  reached: boolean | null
}

/** Prints rows under each other, the ones that missed their target marked. */
export function printTable(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(row => row.what.length), 10)
  const figure = Math.max(...rows.map(row => row.figure.length), 8)
  for (const row of rows) {
    const verdict = row.reached === null ? '' : row.reached ? 'reached' : 'MISSED'
    process.stdout.write(`${row.what.padEnd(width)}  ${row.figure.padStart(figure)}  ${row.target.padEnd(12)}  ${verdict}\n`)
  }
}

export const times = (ratio: number): string => `${ratio.toFixed(1)} x`

/** The value below which `share` (0 to 1) of the sorted samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
