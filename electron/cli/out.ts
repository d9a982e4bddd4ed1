/** Where a command's words go: the answer to stdout, everything else to stderr. */
export interface Out {
  /** The one answer of a command: a document with --json, else its text. */
  answer(document: unknown, text: string): void
  say(line: string): void
  /** A line that replaces itself on a terminal; elsewhere one line every two seconds. */
  progress(line: string): void
  /** Ends a progress line. */
  settle(): void
}

const EVERY_MS = 2000

export function createOut(
  json: boolean,
  streams: { out: NodeJS.WritableStream; err: NodeJS.WritableStream & { isTTY?: boolean } },
  now: () => number,
): Out {
  const { out, err } = streams
  let open = false
  let last = Number.NEGATIVE_INFINITY
  let shown = ''
  const settle = () => {
    if (open) err.write('\n')
    open = false
  }
  return {
    answer(document, text) {
      settle()
      out.write(json ? `${JSON.stringify(document)}\n` : `${text}\n`)
    },
    say(line) {
      settle()
      err.write(`${line}\n`)
    },
    progress(line) {
      if (line === shown) return
      if (err.isTTY) {
        err.write(`\r\u001B[K${line}`)
        open = true
      } else if (now() - last >= EVERY_MS) err.write(`${line}\n`)
      else return
      shown = line
      last = now()
    },
    settle,
  }
}

/** Rows under each other, their columns in line. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)))
  return rows
    .map(row =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
