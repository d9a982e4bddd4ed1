import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { States, Stores } from './stores.ts'

const Context = createContext<Stores | null>(null)
export const StoresProvider = Context.Provider

/** All stores of this window, for an action that reads several at once. */
export function useStores(): Stores {
  const stores = useContext(Context)
  if (!stores) throw new Error('no StoresProvider above')
  return stores
}

/** Reads one store: `useFrom('visits', s => s.last)`. The selector must return the same thing for the same state. */
export function useFrom<K extends keyof States, T>(name: K, select: (state: States[K]) => T): T {
  return useStore(useStores()[name], select)
}
