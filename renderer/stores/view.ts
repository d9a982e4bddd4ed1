import { createStore } from 'zustand/vanilla'

export type Screen = 'desk' | 'import' | 'batches' | 'passages' | 'guests' | 'settings'
/** One of the layers that float over the screen. */
export type Layer = 'command' | 'keys' | 'muster'

export interface ViewState {
  screen: Screen
  layer: Layer | null
  go(screen: Screen): void
  open(layer: Layer | null): void
}

/** Where in the window we are. */
export function createView() {
  return createStore<ViewState>()(set => ({
    screen: 'desk',
    layer: null,
    go: screen => set({ screen, layer: null }),
    open: layer => set({ layer }),
  }))
}
