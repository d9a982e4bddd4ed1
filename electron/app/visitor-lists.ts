import type { Core } from './core.ts'
// biome-ignore lint/suspicious/noExplicitAny: placeholder
export function createListCalls(_core: Core): any {
  return {}
}
