import type { StoreApi } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { CallInput } from '../../shared/contract/calls.ts'
import type { DevicesView, DeviceView } from '../../shared/contract/device-calls.ts'
import type { Link } from '../../shared/contract/link.ts'
import type { DeviceId, LocalLevel } from '../../shared/model/device.ts'
import type { Answer, Failure } from '../../shared/model/failure.ts'
import { type DoorId, LevelId } from '../../shared/model/ids.ts'
import type { LevelsState } from './levels.ts'

/** What came of the last thing done to the devices. */
export type DeviceNews = { what: 'saved' | 'removed'; name: string } | { what: 'levels' }

export interface DevicesState {
  /** Null until first told. */
  view: DevicesView | null
  /** When each was last asked, by this window's clock; null: not by this window. */
  askedAt: number | null
  busy: 'ask' | 'save' | 'remove' | 'levels' | null
  failure: Failure | null
  news: DeviceNews | null
  /** The one that is looked at. */
  shown: DeviceId | null
  opening: DoorId | null
  opened: { door: DoorId; at: number } | null
  /** As last told, and at once. */
  read(): Promise<void>
  /** Asks each of them now: as long as the slowest takes. */
  ask(): Promise<void>
  show(id: DeviceId): void
  /** `everyDoor`: what the level of a new site of devices is called. Answers why it was not kept, if so. */
  save(input: CallInput<'devices.save'>, everyDoor: string): Promise<Failure | null>
  remove(device: Pick<DeviceView, 'id' | 'name'>): Promise<void>
  saveLevels(levels: LocalLevel[]): Promise<boolean>
  openDoor(door: DoorId): Promise<void>
}

/** The first level of a site of devices: every door. The id is the core's own for it. */
const EVERY_DOOR = LevelId.parse('all')

/** The devices that are spoken to directly. */
export function createDevices(link: Link, levels: StoreApi<LevelsState>) {
  return createStore<DevicesState>()((set, get) => {
    /** Keeps what was answered; other devices are other doors. */
    const take = (answer: Answer<DevicesView>, news: DeviceNews): boolean => {
      set({ busy: null, ...(answer.ok ? { view: answer.value, news, failure: null } : { failure: answer.failure }) })
      void levels.getState().read()
      return answer.ok
    }
    return {
      view: null,
      askedAt: null,
      busy: null,
      failure: null,
      news: null,
      shown: null,
      opening: null,
      opened: null,
      async read() {
        const answer = await link.invoke('devices.list', {})
        set(answer.ok ? { view: answer.value } : { failure: answer.failure })
      },
      async ask() {
        if (get().busy !== null) return
        set({ busy: 'ask', failure: null })
        const answer = await link.invoke('devices.list', { ask: true })
        const told = answer.ok ? { view: answer.value, askedAt: Date.now() } : { failure: answer.failure }
        // Saved meanwhile: what was asked before is about other devices.
        set(get().busy === 'ask' ? { busy: null, ...told } : {})
      },
      show: shown => set({ shown, opened: null }),
      async save(input, everyDoor) {
        set({ busy: 'save', failure: null, news: null })
        let answer = await link.invoke('devices.save', input)
        if (answer.ok && answer.value.role === 'alone' && answer.value.levels.length === 0) {
          const named = await link.invoke('devices.levels', { levels: [{ id: EVERY_DOOR, name: everyDoor, doors: null }] })
          if (named.ok) answer = named
        }
        if (!answer.ok) {
          set({ busy: null })
          return answer.failure
        }
        const saved = input.id
          ? answer.value.devices.find(({ id }) => id === input.id)
          : answer.value.devices[answer.value.devices.length - 1]
        take(answer, { what: 'saved', name: saved?.name ?? '' })
        set({ shown: saved?.id ?? null })
        void get().ask()
        return null
      },
      async remove({ id, name }) {
        set({ busy: 'remove', failure: null, news: null })
        take(await link.invoke('devices.remove', { id }), { what: 'removed', name })
      },
      async saveLevels(wanted) {
        set({ busy: 'levels', failure: null, news: null })
        return take(await link.invoke('devices.levels', { levels: wanted }), { what: 'levels' })
      },
      async openDoor(door) {
        set({ opening: door, opened: null, failure: null })
        const answer = await link.invoke('doors.open', { doorId: door })
        set({ opening: null, ...(answer.ok ? { opened: { door, at: Date.now() } } : { failure: answer.failure }) })
      },
    }
  })
}
