/** One sample of the text format. */
export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

const LINE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:\\[\\n"]|[^"\\\n])*)"(?:,|$)/

/**
 * Reads Prometheus' text format 0.0.4, as strictly as its description: every sample belongs to the metric announced before it, no series twice, and
 * histograms are whole. Throws with the line that breaks it.
 */
export function readPrometheus(text: string): { samples: Sample[]; types: Record<string, string> } {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const types: Record<string, string> = {}
  const samples: Sample[] = []
  const seen = new Set<string>()
  let current = ''
  for (const line of text.split('\n')) {
    if (line === '') continue
    const [, type, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? []
    if (type === 'HELP') current = name
    else if (type === 'TYPE') {
      if (name in types || !['counter', 'gauge', 'histogram'].includes(rest)) throw new Error(line)
      types[name] = rest
      current = name
    } else {
      const found = LINE.exec(line)
      const labels: Record<string, string> = {}
      let left = found?.[2] ?? ''
      while (left !== '') {
        const [whole, label, word] = LABEL.exec(left) ?? []
        if (!whole || label === undefined || word === undefined || label in labels) throw new Error(line)
        labels[label] = word
        left = left.slice(whole.length)
      }
      const name = found?.[1] ?? ''
      const base = types[current] === 'histogram' ? name.replace(/_(bucket|sum|count)$/, '') : name
      const value = Number(found?.[3])
      const series = `${name} ${JSON.stringify(Object.entries(labels).sort())}`
      if (!found || base !== current || !Number.isFinite(value) || seen.has(series)) throw new Error(line)
      seen.add(series)
      samples.push({ name, labels, value })
    }
  }
  checkHistograms(samples, types)
  return { samples, types }
}

function checkHistograms(samples: readonly Sample[], types: Record<string, string>): void {
  for (const { name, labels, value } of samples) {
    const [, base = ''] = /^(.*)_count$/.exec(name) ?? []
    if (types[base] !== 'histogram') continue
    const rest = JSON.stringify(labels)
    const buckets = samples.filter(s => {
      const { le: _, ...others } = s.labels
      return s.name === `${base}_bucket` && JSON.stringify(others) === rest
    })
    const values = buckets.map(bucket => bucket.value)
    if (buckets.at(-1)?.labels.le !== '+Inf' || values.at(-1) !== value) throw new Error(`${base}: +Inf is not the count`)
    if (values.some((v, i) => i > 0 && v < (values[i - 1] as number))) throw new Error(`${base}: buckets shrink`)
  }
}
