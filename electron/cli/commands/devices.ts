import type { DeviceView } from '../../../shared/contract/device-calls.ts'
import type { Fill } from '../../../shared/model/device.ts'
import { DeviceId } from '../../../shared/model/device.ts'
import { UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { openConsole } from '../console.ts'
import { table } from '../out.ts'
import { deviceFailureText } from '../words.ts'

const fill = ({ used, max }: Fill) => (used === null ? '?' : max === null ? `${used}` : `${used} of ${max}`)

function line({ id, name, url, status }: DeviceView): string[] {
  if (!status) return [id, name, url, 'not asked']
  const { state, model, firmware, users, faces, failure, skewMs } = status
  const clock = skewMs !== null && Math.abs(skewMs) > 60_000 ? `clock ${Math.round(skewMs / 1000)} s off` : ''
  const why = failure ? deviceFailureText(failure) : clock
  return [id, name, url, state, `${model} ${firmware}`.trim(), `${fill(users)} users`, `${fill(faces)} faces`, why]
}

export const devices: Command = {
  usage: 'devices [--remove ID]',
  summary: 'asks each device that is spoken to directly how it is; --remove ends speaking to one',
  options: { remove: { type: 'string' } },
  places: 0,
  async run({ words, environment, out }) {
    const desk = await openConsole(words.profileDir, environment, false)
    try {
      const remove = words.text('remove')
      if (remove !== undefined) {
        const { devices: known } = await desk.call('devices.list', {})
        if (!known.some(({ id }) => id === remove)) throw new UsageError(`--remove: there is no device ${remove}`)
        await desk.call('devices.remove', { id: DeviceId.parse(remove) })
      }
      const view = await desk.call('devices.list', { ask: remove === undefined })
      const told = view.devices.map(({ secretCannotBeKept: _, ...device }) => device)
      const text = view.devices.length > 0 ? table(view.devices.map(line)) : 'No device is spoken to directly.'
      out.answer({ role: view.role, devices: told }, text)
      return view.devices.every(({ status }) => status === null || status.state === 'online') ? 0 : 1
    } finally {
      await desk.close()
    }
  },
}
