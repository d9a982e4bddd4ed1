import { type Endpoints, look, lookXml, numberIn, rootOf, write, writeXml } from './ask.ts'
import { xmlText } from './print.ts'
import { done, doneXml, Refused } from './status.ts'
import { deviceNow, deviceStamp } from './terminal.ts'
import { instantAt, readZone } from './zone.ts'

const COMMANDS = ['open', 'close', 'alwaysOpen', 'alwaysClose', 'resume']

/** The terminal itself: what it is, its clock, its doors, its locks (protocol B1, B4, B8). */
export const system: Endpoints = {
  'GET System/deviceInfo': lookXml((_, { plan, serial, mac }) => ({
    json: {
      DeviceInfo: {
        deviceName: plan.name,
        deviceID: '255',
        model: plan.model.model,
        serialNumber: serial,
        macAddress: mac,
        firmwareVersion: plan.model.firmware,
        firmwareReleasedDate: 'build 230601',
        deviceType: plan.model.deviceType,
      },
    },
  })),
  'GET System/time': lookXml((_, terminal) => ({
    json: {
      Time: {
        timeMode: 'manual',
        localTime: deviceStamp(terminal, deviceNow(terminal)),
        timeZone: terminal.zone.text,
      },
    },
  })),
  'PUT System/time': writeXml((ask, terminal) => {
    const xml = ask.body.toString('utf8')
    const mode = xmlText(xml, 'timeMode')
    if (mode !== 'manual' && mode !== 'NTP') throw new Refused('badXmlContent', 'timeMode')
    const zone = readZone(xmlText(xml, 'timeZone') ?? terminal.zone.text)
    if (!zone) throw new Refused('badXmlContent', 'timeZone')
    terminal.zone = zone
    const local = xmlText(xml, 'localTime')
    if (mode === 'manual') {
      const at = /[+-]\d\d:\d\d$/.test(local ?? '') ? Date.parse(local!) : instantAt(zone, local ?? '')
      if (Number.isNaN(at)) throw new Refused('badXmlContent', 'localTime')
      terminal.skewMs = at - terminal.site.clock.now()
    }
    return doneXml('/ISAPI/System/time')
  }),
  'PUT AccessControl/RemoteControl/door/#': writeXml((ask, terminal) => {
    const door = Number(/\d+$/.exec(ask.path)?.[0])
    if (!terminal.doors.has(door)) throw new Refused('badParameters')
    const command = xmlText(ask.body.toString('utf8'), 'cmd')
    if (!command || !COMMANDS.includes(command)) throw new Refused('badXmlContent', 'cmd')
    // `open` opens for a moment: the door is closed again after.
    terminal.doors.set(door, command.startsWith('always') ? command : 'close')
    return doneXml(`/ISAPI/AccessControl/RemoteControl/door/${door}`)
  }),
  'GET AccessControl/AcsWorkStatus': look((_, terminal) => {
    const doors = [...terminal.doors.values()]
    return {
      json: {
        AcsWorkStatus: {
          doorLockStatus: doors.map(one => (one === 'alwaysOpen' ? 1 : 0)),
          // 1 asleep, 2 stays open, 3 stays closed, 4 ordinary: the numbers are INF, no source explains them.
          doorStatus: doors.map(one => (one === 'alwaysOpen' ? 2 : one === 'alwaysClose' ? 3 : 4)),
          magneticStatus: doors.map(() => 0),
          userNumber: terminal.users.size,
        },
      },
    }
  }),
  'GET Security/illegalLoginLock': lookXml((_, terminal) => ({
    json: {
      IllegalLoginLock: {
        enabled: terminal.doorkeeper.locks,
        maxIllegalLoginTimes: terminal.plan.lockAfter,
        maxIllegalLoginLockTime: Math.ceil(terminal.plan.lockMs / 60_000),
      },
    },
  })),
  'PUT Security/illegalLoginLock': writeXml((ask, terminal) => {
    const enabled = xmlText(ask.body.toString('utf8'), 'enabled')
    if (enabled !== 'true' && enabled !== 'false') throw new Refused('badXmlContent', 'enabled')
    terminal.doorkeeper.locks = enabled === 'true'
    return doneXml('/ISAPI/Security/illegalLoginLock')
  }),
  'GET Security/capabilities': lookXml((_, terminal) => ({
    json: {
      SecurityCap: {
        supportUserNums: { '@min': 1, '@max': 32 },
        maxIllegalLoginTimes: terminal.plan.lockAfter,
        maxIllegalLoginLockTime: Math.ceil(terminal.plan.lockMs / 60_000),
        isSupportIllegalLoginLock: true,
        isSptUserCheck: true,
      },
    },
  })),
  'PUT AccessControl/UserRightPlanTemplate/#': write((ask, _terminal) => {
    numberIn(rootOf(ask, 'UserRightPlanTemplate'), 'weekPlanNo', 1, 255)
    return done()
  }),
}
