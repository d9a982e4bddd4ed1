import type { Clock } from '../../base/clock.ts'
import { isFields, member, textOf } from '../fields.ts'
import { wholeOf } from '../http-stream.ts'
import { type CallContext, SiteError } from '../port.ts'
import type { DeviceExchange } from './device-exchange.ts'
import { clockOf } from './event-time.ts'
import type { Terminal } from './terminal.ts'

/** The feed is in less of a hurry than a guest at the desk, and in more than upkeep. */
const RANK = 10

/** What the feed asks of a device, through the device's lane and with its login. */
export function createFeedExchange(terminal: Terminal, clock: Clock): DeviceExchange {
  const { exchange, device } = terminal
  const call = (signal: AbortSignal, rank = RANK): CallContext => ({ rank, signal })
  const get = (path: string, signal: AbortSignal) => exchange.send({ method: 'GET', path, kind: 'read' }, call(signal))
  const unreadable = (field: string) => new SiteError({ kind: 'timeout', cause: 'unreadable-reply', field })

  return {
    async info(signal) {
      // Its doors have names once it has told how many there are.
      await terminal.ready(call(signal))
      const reply = await get('/ISAPI/System/deviceInfo', signal)
      const info = member(reply, 'DeviceInfo') ?? reply
      if (!isFields(info)) throw unreadable('DeviceInfo')
      return { serial: (textOf(member(info, 'serialNumber')) ?? textOf(member(info, 'macAddress')) ?? device.id).slice(0, 64) }
    },
    async clock(signal) {
      const reply = await get('/ISAPI/System/time', signal)
      const read = clockOf(textOf(member(member(reply, 'Time') ?? reply, 'localTime')) ?? '', clock.now())
      if (!read) throw unreadable('localTime')
      return read
    },
    ask(method, path, body, signal) {
      const sent = body === null ? undefined : { type: 'application/json', content: JSON.stringify(body) }
      return exchange.send({ method, path, body: sent, kind: 'read' }, call(signal))
    },
    async stream(path, signal) {
      const { headers, chunks } = await exchange.open(path, call(signal))
      return { contentType: String(headers['content-type'] ?? ''), chunks }
    },
    async bytes(path, signal) {
      return wholeOf((await exchange.open(path, call(signal, 0))).chunks)
    },
  }
}
