/** A record as a device keeps it. `wall` is what its clock showed, read as if it were UTC. */
export interface LogRecord {
  serialNo: number
  major: number
  minor: number
  wall: number
  person?: string
  name?: string
  doorNo?: number
  pictureURL?: string
}

export interface ScriptedOptions {
  serial?: string
  now: () => number
  /** Minutes ahead of UTC, as it believes; written behind its times unless `writesOffset` is false. */
  offset?: number
  writesOffset?: boolean
  /** How wrong its clock goes. */
  errorMs?: number
  /** On connecting it tells its log from the beginning, `currentEvent: false`; 'unmarked': without saying so. */
  replay?: boolean | 'unmarked'
  /** The most records in one page of a search. */
  pageSize?: number
  newestFirst?: boolean
  bySerial?: boolean
  search?: boolean
  format?: 'json' | 'xml'
  contentLength?: boolean
}

const two = (n: number) => String(n).padStart(2, '0')
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
const xmlOf = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, inner]) => `<${name}>${xmlOf(inner)}</${name}>`)
        .join('\n')
    : escaped(String(value))

/** One terminal as protocol B7 and B8 tell of it, played by a test: a log, a search, a stream, a clock. It reaches into nothing of ours. */
export function createScriptedDevice(options: ScriptedOptions) {
  const { serial = 'DS-K1T000001', now, offset = 180, format = 'json', contentLength = true } = options
  let log: LogRecord[] = []
  let next = 1
  const streams = new Set<(chunk: Buffer | null) => void>()
  const device = {
    calls: [] as string[],
    /** Nobody answers. */
    down: false,
    /** Streams stay open and tell nothing. */
    silent: false,
    pictures: new Map<string, Buffer>(),
    streamsOpen: () => streams.size,
    wall: () => now() + offset * 60_000 + (options.errorMs ?? 0),
    timeText(wall: number) {
      const text = new Date(wall).toISOString().slice(0, 19)
      if (options.writesOffset === false) return text
      return `${text}${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`
    },
    serial: () => serial,
    capabilities: () => ({
      AcsEvent: { AcsEventCond: options.bySerial ? { beginSerialNo: { '@min': 1 }, endSerialNo: { '@min': 1 } } : {} },
    }),

    /** Something happens at the device. `told: false`: it is in the log, and no stream hears of it. */
    happen(event: Partial<LogRecord> & { told?: boolean; picture?: Buffer } = {}): LogRecord {
      const { told = true, picture, ...fields } = event
      const record: LogRecord = { major: 5, minor: 75, wall: device.wall(), doorNo: 1, ...fields, serialNo: next++ }
      log.push(record)
      if (told && !device.silent) {
        device.write(device.part(record, true))
        if (!contentLength) device.write(Buffer.from('--MIME_boundary\r\n'))
        if (picture) device.write(device.rawPart('image/jpeg', picture))
      }
      return record
    },
    clearLog() {
      log = []
      next = 1
    },
    /** The connections end. */
    drop() {
      for (const stream of [...streams]) stream(null)
    },
    write(bytes: Buffer) {
      for (const stream of streams) stream(bytes)
    },
    beat: () =>
      device.silent ||
      device.write(
        device.rawPart(
          'application/json',
          Buffer.from(JSON.stringify({ eventType: 'videoloss', eventState: 'inactive', activePostCount: '' })),
        ),
      ),
    rawPart: (type: string, body: Buffer) =>
      Buffer.concat([
        Buffer.from(
          `${contentLength ? '--MIME_boundary\r\n' : ''}Content-Type: ${type}\r\n${contentLength ? `Content-Length: ${body.length}\r\n` : ''}\r\n`,
        ),
        body,
        Buffer.from('\r\n'),
      ]),
    part(record: LogRecord, current: boolean): Buffer {
      const alert = {
        ipAddress: '192.0.2.7',
        dateTime: device.timeText(record.wall),
        activePostCount: 1,
        eventType: 'AccessControllerEvent',
        eventState: 'active',
        AccessControllerEvent: {
          deviceName: 'Door',
          majorEventType: record.major,
          subEventType: record.minor,
          ...(record.name === undefined ? {} : { name: record.name }),
          ...(record.person === undefined ? {} : { employeeNoString: record.person }),
          ...(record.doorNo === undefined ? {} : { doorNo: record.doorNo }),
          cardNo: '18446744073709551873',
          cardReaderNo: 1,
          serialNo: record.serialNo,
          frontSerialNo: record.serialNo - 1,
          ...(options.replay === 'unmarked' ? {} : { currentEvent: current }),
        },
      }
      if (format === 'json')
        return device.rawPart('application/json; charset="UTF-8"', Buffer.from(JSON.stringify(alert, null, '\t')))
      const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<EventNotificationAlert version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">\n${xmlOf(alert)}\n</EventNotificationAlert>`
      return device.rawPart('application/xml; charset="UTF-8"', Buffer.from(xml))
    },

    /** AcsEvent, by the times as they are written and by serial number where it can; null where it has no search. */
    search(cond: Record<string, unknown>): object | null {
      if (options.search === false) return null
      const wallOf = (text: unknown) => Date.parse(`${String(text).slice(0, 19)}Z`)
      const [from, until] = [wallOf(cond.startTime), wallOf(cond.endTime)]
      const found = log.filter(
        record =>
          record.wall >= from &&
          record.wall <= until &&
          (!options.bySerial || cond.beginSerialNo === undefined || record.serialNo >= Number(cond.beginSerialNo)) &&
          (!options.bySerial || cond.endSerialNo === undefined || record.serialNo <= Number(cond.endSerialNo)),
      )
      if (options.newestFirst) found.reverse()
      const position = Number(cond.searchResultPosition)
      const page = found.slice(position, position + Math.min(Number(cond.maxResults), options.pageSize ?? 20))
      const more = position + page.length < found.length
      const AcsEvent: Record<string, unknown> = {
        searchID: cond.searchID,
        totalMatches: found.length,
        responseStatusStrg: page.length === 0 ? 'NO MATCH' : more ? 'MORE' : 'OK',
        numOfMatches: page.length,
      }
      if (page.length > 0)
        AcsEvent.InfoList = page.map(({ wall, person, ...record }) => ({
          ...record,
          time: device.timeText(wall),
          cardReaderNo: 1,
          ...(person === undefined ? {} : { employeeNoString: person }),
        }))
      return { AcsEvent }
    },

    /** Opens a stream; `tell(null)` is its end. Answers what closes it. */
    open(tell: (chunk: Buffer | null) => void): () => void {
      const close = () => {
        if (!streams.delete(stream)) return
      }
      const stream = (chunk: Buffer | null) => {
        if (chunk === null) close()
        tell(chunk)
      }
      streams.add(stream)
      // Without lengths a part ends where the next one begins: such devices say so at once.
      if (!contentLength) tell(Buffer.from('--MIME_boundary\r\n'))
      if (options.replay) for (const record of log) tell(device.part(record, false))
      return close
    },
  }
  return device
}

export type ScriptedDevice = ReturnType<typeof createScriptedDevice>
