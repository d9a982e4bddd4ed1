import type { CallOutput, CallParsed } from '../../shared/contract/calls.ts'
import { Preferences } from '../../shared/model/settings.ts'
import type { Core } from './core.ts'
import type { PushBus } from './push-bus.ts'

/** Who we are, what the desk likes, and what happens by itself. */
export function createSessionCalls(core: Core, bus: PushBus, about: { version: string; host: 'electron' | 'browser' | 'cli' }) {
  const { settings, clock } = core
  const policies = (): CallOutput<'policies.get'> => {
    const { afterVisit, accessEnds, repairHour } = settings.read()
    return { afterVisit, accessEnds, repairHour }
  }
  return {
    'session.hello': () => ({ ...about, zone: core.zone(), now: clock.now(), preferences: settings.read().preferences }),
    'preferences.set': (change: CallParsed<'preferences.set'>) => {
      const preferences = Preferences.parse({ ...settings.read().preferences, ...change })
      settings.write({ ...settings.read(), preferences })
      bus.push('preferences', preferences)
      return preferences
    },
    'policies.get': policies,
    'policies.set': (change: CallParsed<'policies.set'>) => {
      settings.write({ ...settings.read(), ...change })
      core.changed()
      return policies()
    },
  }
}
