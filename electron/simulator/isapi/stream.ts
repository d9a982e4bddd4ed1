import type { ServerResponse } from 'node:http'
import { recordTime } from './events.ts'
import type { LogRecord } from './log.ts'
import { recordPicture } from './pictures.ts'
import { printJson, printXml } from './print.ts'
import { deviceNow, deviceStamp, type Listener, type Terminal } from './terminal.ts'

const BOUNDARY = 'MIME_boundary'

/** What every part says first. */
const base = (terminal: Terminal) => ({
  ipAddress: '127.0.0.1',
  portNo: Number(new URL(terminal.url).port),
  protocol: terminal.plan.model.tls ? 'HTTPS' : 'HTTP',
  macAddress: terminal.mac,
  channelID: 1,
})

function alert(terminal: Terminal, record: LogRecord, current: boolean): Record<string, unknown> {
  const { employeeNo, name } = record
  return {
    ...base(terminal),
    dateTime: recordTime(terminal, record),
    activePostCount: 1,
    eventType: 'AccessControllerEvent',
    eventState: 'active',
    eventDescription: 'Access Controller Event',
    AccessControllerEvent: {
      deviceName: terminal.plan.name,
      majorEventType: record.major,
      subEventType: record.minor,
      ...(name === undefined ? {} : { name }),
      ...(record.cardNo === undefined ? {} : { cardNo: record.cardNo }),
      cardReaderKind: 1,
      cardReaderNo: record.readerNo,
      doorNo: record.doorNo,
      verifyNo: 101,
      ...(employeeNo === undefined ? {} : { employeeNoString: employeeNo }),
      serialNo: record.serial,
      ...(employeeNo === undefined ? {} : { userType: 'normal' }),
      currentVerifyMode: 'cardOrFace',
      currentEvent: current,
      frontSerialNo: record.serial - 1,
      attendanceStatus: 'undefined',
      label: '',
      statusValue: 0,
      mask: 'unknown',
      purePwdVerifyEnable: true,
      ...(record.picture ? { FaceRect: { height: 0.2, width: 0.11, x: 0.44, y: 0.39 } } : {}),
    },
  }
}

const heartbeat = (terminal: Terminal) => ({
  ...base(terminal),
  dateTime: deviceStamp(terminal, deviceNow(terminal)),
  // Zero, or nothing at all (protocol B7).
  activePostCount: terminal.on('oddStale') ? '' : 0,
  eventType: 'videoloss',
  eventState: 'inactive',
  eventDescription: 'videoloss alarm',
})

function part(terminal: Terminal, type: string, body: Buffer, more = ''): Buffer {
  const length = terminal.on('noPartLength') ? '' : `Content-Length: ${body.length}\r\n`
  return Buffer.concat([Buffer.from(`--${BOUNDARY}\r\nContent-Type: ${type}\r\n${more}${length}\r\n`), body, Buffer.from('\r\n')])
}

function textPart(terminal: Terminal, value: Record<string, unknown>, xml: boolean): Buffer {
  return xml
    ? part(
        terminal,
        'application/xml; charset="UTF-8"',
        Buffer.from(printXml({ EventNotificationAlert: value }, 'http://www.isapi.org/ver20/XMLSchema')),
      )
    : part(terminal, 'application/json; charset="UTF-8"', Buffer.from(printJson(value)))
}

const recordParts = (terminal: Terminal, record: LogRecord, current: boolean): Buffer[] => [
  textPart(terminal, alert(terminal, record, current), terminal.on('xmlStream')),
  ...(record.picture && current && terminal.on('pictureParts')
    ? [
        part(
          terminal,
          'image/jpeg',
          recordPicture(terminal, record),
          'Content-Disposition: form-data; name="Picture"; filename="Picture.jpg"\r\nContent-ID: pictureImage\r\n',
        ),
      ]
    : []),
]

/** Room for one more listener? Some terminals make room, by ending the oldest (protocol B7). */
export function hasRoom(terminal: Terminal): boolean {
  if (terminal.listeners.size < terminal.plan.streams) return true
  if (!terminal.on('dropsOldestStream')) return false
  const [oldest] = terminal.listeners
  oldest?.end()
  return true
}

/**
 * Answers with the endless stream (protocol B7 Live): first the whole log with `currentEvent` false, then what happens, with heartbeats
 * between. A slow reader is waited for, and nothing is lost on the way.
 */
export function openStream(terminal: Terminal, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': `multipart/mixed; boundary=${BOUNDARY}`, Connection: 'keep-alive' })
  response.flushHeaders()
  const waiting: { record: LogRecord; current: boolean }[] = terminal.on('noReplay')
    ? []
    : terminal.log.map(record => ({ record, current: false }))
  let at = 0
  let choked = false
  let muted = false
  const pump = () => {
    while (at < waiting.length && !choked) {
      const { record, current } = waiting[at++]!
      choked = !response.write(Buffer.concat(recordParts(terminal, record, current)))
    }
    if (at === waiting.length) waiting.length = at = 0
  }
  response.on('drain', () => {
    choked = false
    pump()
  })
  const listener: Listener = {
    tell(record) {
      if (muted) return
      waiting.push({ record, current: true })
      pump()
    },
    mute() {
      muted = true
    },
    end() {
      terminal.listeners.delete(listener)
      response.destroy()
    },
  }
  terminal.listeners.add(listener)
  response.on('close', () => terminal.listeners.delete(listener))
  const beat = () => {
    if (muted || !terminal.listeners.has(listener)) return
    if (!choked && at === waiting.length)
      response.write(textPart(terminal, heartbeat(terminal), terminal.on('xmlStream') || terminal.on('pictureParts')))
    terminal.site.later(beat, terminal.plan.model.heartbeatMs)
  }
  if (!terminal.on('noHeartbeat')) terminal.site.later(beat, terminal.plan.model.heartbeatMs)
  pump()
}
