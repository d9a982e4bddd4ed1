import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import { jpegUrl } from './jpeg-url.ts'

/** Pictures taken at doors, held in this window at a time. */
const KEPT = 40

export interface PicturesState {
  /** Object URLs by passage; null: there is none any more. */
  urls: ReadonlyMap<number, string | null>
  /** Sees to it that `urls` will have the picture of this passage. */
  want(id: number): void
}

/** What the doors took, fetched when somebody looks, few at a time and in memory only. */
export function createPictures(link: Link) {
  const asked = new Set<number>()
  return createStore<PicturesState>()((set, get) => ({
    urls: new Map(),
    want(id) {
      if (get().urls.has(id) || asked.has(id)) return
      asked.add(id)
      void link.invoke('passages.picture', { id }).then(answer => {
        asked.delete(id)
        if (!answer.ok) return
        const urls = new Map(get().urls)
        urls.set(id, answer.value.jpeg === null ? null : jpegUrl(answer.value.jpeg))
        for (const [oldest, url] of urls) {
          if (urls.size <= KEPT) break
          urls.delete(oldest)
          if (url) URL.revokeObjectURL(url)
        }
        set({ urls })
      })
    },
  }))
}
