/** What is measured in the page. */
export interface FramesMeasured {
  frames: number
  medianMs: number
  longestMs: number
  /** Frames that took longer than 50 ms. */
  slow: number
  /** Rows drawn at the end, and events pushed in all. */
  rows: number
  pushed: number
}

/**
 * Runs in the page, before it: a corridor that answers with nothing to show, and pushes passages as the core does, four times a second. It stands where Electron's bridge
 * would, so what is measured is the page alone.
 */
export function installFlood(): void {
  type Listener = (name: string, value: unknown) => void
  const listeners: Listener[] = []
  const now = Date.now()
  let id = 0
  const doors = ['Turnstile 1', 'Turnstile 2', 'Lifts', 'Floor 7']
  const causes = ['no-level', 'expired', 'face-failed', 'outside-hours']
  const passage = () => {
    id += 1
    const guest = id % 7 === 0 ? null : (id % 400) + 1
    const result = id % 11 === 0 ? 'denied' : id % 97 === 0 ? 'unknown' : 'granted'
    return {
      id,
      key: `k${id}`,
      at: Date.now(),
      heardAt: Date.now(),
      doorId: `d${id % 4}`,
      doorName: doors[id % 4],
      reader: '',
      code: guest && String(guest),
      ref: null,
      name: '',
      type: '196893',
      result,
      cause: result === 'denied' ? causes[id % 4] : null,
      picture: 'p',
      way: id % 3 === 0 ? 'out' : 'in',
      guestId: guest,
      visitId: guest,
      guestName: guest ? `Family${guest} Given` : '',
      company: guest ? `Company ${guest % 40}` : '',
      photo: null,
      from: now - 3_600_000,
      until: now + 3_600_000,
      effects: id % 13 === 0 ? ['checked-in'] : [],
      nextStep: null,
    }
  }
  const feed = {
    feed: { state: 'live', since: now },
    inside: 128,
    expected: 46,
    insideHourAgo: null,
    nextExpectedAt: null,
    overstaying: 5,
    overstayingSince: null,
    deniedToday: 7,
    deniedYesterday: null,
  }
  const preferences = { locale: 'en', theme: 'light', zone: 'UTC', sound: false, notices: false }
  const answers: Record<string, unknown> = {
    'session.hello': { version: '0', host: 'electron', zone: 'UTC', now, preferences },
    'visits.last': { visits: [], today: 0 },
    'batches.list': [],
    'site.levels': { levels: [], asOf: now },
    'site.doors': { doors: [], asOf: now },
    'passages.page': { passages: [], more: false },
    'passages.feed': feed,
    'passages.day': [],
    'passages.picture': { jpeg: null },
    'readers.list': doors.map((doorName, i) => ({ doorId: `d${i}`, doorName, reader: '', way: 'in', guessed: true })),
  }
  const unsupported = { ok: false, failure: { kind: 'unsupported' } }
  const page = window as unknown as Record<string, unknown>
  page.foyer = {
    invoke: async (name: string) => (name in answers ? { ok: true, value: answers[name] } : unsupported),
    onPush: (listener: Listener) => {
      listeners.push(listener)
      return () => {}
    },
  }
  const tell = (name: string, value: unknown) => {
    for (const listener of listeners) listener(name, value)
  }

  /** Pushes `perSecond` events a second for `ms`, and measures every frame meanwhile. */
  page.flood = (perSecond: number, ms: number) =>
    new Promise<FramesMeasured>(resolve => {
      const took: number[] = []
      const began = performance.now()
      let last = began
      let pushed = 0
      const timer = setInterval(() => {
        const due = Math.floor(((performance.now() - began) / 1000) * perSecond) - pushed
        pushed += due
        tell(
          'passages',
          Array.from({ length: due }, () => passage()),
        )
        tell('feed', { ...feed, inside: 100 + (pushed % 50) })
      }, 250)
      const frame = (at: number) => {
        took.push(at - last)
        last = at
        if (at - began < ms) return requestAnimationFrame(frame)
        clearInterval(timer)
        const sorted = took.slice(1).sort((a, b) => a - b)
        resolve({
          frames: sorted.length,
          medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
          longestMs: sorted.at(-1) ?? 0,
          slow: sorted.filter(value => value > 50).length,
          rows: document.querySelectorAll('[data-testid=passage-table] [role=row]').length,
          pushed,
        })
      }
      requestAnimationFrame(frame)
    })
}
