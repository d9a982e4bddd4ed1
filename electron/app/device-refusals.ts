import type { Failure } from '../../shared/model/failure.ts'
import type { DeviceRefusals } from '../access-control/port.ts'
import type { Clock } from '../base/clock.ts'
import type { Disk } from '../storage/disk.ts'
import type { SiteRefusals } from '../storage/site-refusals.ts'
import type { SettingsFile } from './settings-file.ts'

/** Kept until the connection is saved anew, for every process of the profile: a device counts the wrong passwords of all of them together. */
export function createDeviceRefusals(about: {
  refusals: SiteRefusals
  settings: SettingsFile
  clock: Clock
  disk: Disk
}): DeviceRefusals {
  const { refusals, settings, clock, disk } = about
  const of = (name: string) => refusals.of(name, settings.read().connectedAt)
  const note = (name: string, failure: Failure) =>
    disk.spare(() => refusals.note(name, failure, settings.read().connectedAt, clock.now()))
  return {
    of: device => of(`device ${device}`),
    note: (device, failure) => note(`device ${device}`, failure),
    wasWrong: device => of(`device ${device} once`) !== null,
    setWrong: (device, wrong) =>
      wrong
        ? note(`device ${device} once`, { kind: 'credentials', cause: 'keys' })
        : disk.spare(() => refusals.forgive(`device ${device} once`)),
  }
}
