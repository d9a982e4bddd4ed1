import { type Endpoints, lookXml, writeXml } from './ask.ts'
import { xmlText } from './print.ts'
import { doneXml, Refused } from './status.ts'
import type { Terminal } from './terminal.ts'

const SLOTS = 2
// A partial block is refused (protocol B7 Push).
const COMPLETE = [
  'id',
  'url',
  'protocolType',
  'parameterFormatType',
  'addressingFormatType',
  'portNo',
  'httpAuthenticationMethod',
  'SubscribeEvent',
]

const FIELDS = COMPLETE.filter(name => name !== 'SubscribeEvent')

function slot(terminal: Terminal, i: number): Record<string, unknown> {
  const put = terminal.httpHosts[i]
  if (!put)
    return {
      id: i + 1,
      url: '/',
      protocolType: 'HTTP',
      parameterFormatType: 'XML',
      addressingFormatType: 'ipaddress',
      ipAddress: '0.0.0.0',
      portNo: 0,
      httpAuthenticationMethod: 'none',
    }
  const names = [...FIELDS, 'ipAddress', 'hostName']
  return Object.fromEntries(names.map(name => [name, xmlText(put, name)]).filter(([, text]) => text !== undefined))
}

/** Where a terminal would push to. The slots are kept; nothing is ever pushed, as recorded of one model (protocol B7 Push). */
export const httpHosts: Endpoints = {
  'GET Event/notification/httpHosts': lookXml((_, terminal) => ({
    json: {
      HttpHostNotificationList: {
        HttpHostNotification: Array.from({ length: SLOTS }, (_one, i) => slot(terminal, i)),
      },
    },
  })),
  'PUT Event/notification/httpHosts/#': writeXml((ask, terminal) => {
    const id = Number(/\d+$/.exec(ask.path)?.[0])
    if (!(id >= 1 && id <= SLOTS)) throw new Refused('badParameters', 'id')
    const xml = ask.body.toString('utf8')
    if (!COMPLETE.every(name => new RegExp(`<${name}[\\s>]`).test(xml))) throw new Refused('badXmlContent')
    terminal.httpHosts[id - 1] = xml
    return doneXml(`/ISAPI/Event/notification/httpHosts/${id}`)
  }),
}
