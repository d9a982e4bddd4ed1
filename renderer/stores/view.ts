import { createStore } from 'zustand/vanilla'

export type Screen = 'desk' | 'import' | 'batches' | 'passages' | 'guests' | 'settings'
/** One of the layers that float over the screen. */
export type Layer = 'command' | 'keys' | 'muster'

export const settingsSections = ['connection', 'devices', 'passages', 'webhook', 'metrics'] as const
export type SettingsSection = (typeof settingsSections)[number]

export interface ViewState {
  screen: Screen
  /** The section of the settings that is, or was last, open. */
  section: SettingsSection
  layer: Layer | null
  go(screen: Screen): void
  open(layer: Layer | null): void
  /** Opens the settings at a section. */
  openSettings(section: SettingsSection): void
}

/** Where in the window we are. */
export function createView() {
  return createStore<ViewState>()(set => ({
    screen: 'desk',
    section: 'connection',
    layer: null,
    go: screen => set({ screen, layer: null }),
    open: layer => set({ layer }),
    openSettings: section => set({ screen: 'settings', section, layer: null }),
  }))
}
