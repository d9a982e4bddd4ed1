import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { Answer } from '../../shared/model/failure.ts'
import type { PhotoVerdict } from '../../shared/model/photo-verdict.ts'
import { toBase64 } from './base64.ts'
import { jpegUrl } from './jpeg-url.ts'

/** Faces held in this window at a time; a strip, a search list and a screenful of rows. */
const KEPT = 120

export interface PhotosState {
  /** Object URLs by photo; null: there is none. The least lately asked for goes first. */
  urls: ReadonlyMap<string, string | null>
  /** Sees to it that `urls` will have this photo. */
  want(photo: string): void
  /** Any picture in, what devices accept out. `url` shows it, also a refused one; null where there is no picture. Whoever asked revokes it. */
  prepare(picture: Blob): Promise<Answer<Prepared>>
}
export type Prepared = { verdict: PhotoVerdict; photo: string | null; url: string | null }

/** Faces, few at a time and in memory only. */
export function createPhotos(link: Link) {
  const asked = new Set<string>()
  return createStore<PhotosState>()((set, get) => ({
    urls: new Map(),
    want(photo) {
      if (get().urls.has(photo) || asked.has(photo)) return
      asked.add(photo)
      void link.invoke('photo.get', { photo }).then(answer => {
        asked.delete(photo)
        if (!answer.ok) return
        const urls = new Map(get().urls)
        urls.set(photo, answer.value.jpeg === null ? null : jpegUrl(answer.value.jpeg))
        for (const [oldest, url] of urls) {
          if (urls.size <= KEPT) break
          urls.delete(oldest)
          if (url) URL.revokeObjectURL(url)
        }
        set({ urls })
      })
    },
    async prepare(picture) {
      const answer = await link.invoke('photo.prepare', { bytes: await toBase64(picture) })
      if (!answer.ok) return answer
      const { verdict, photo, preview } = answer.value
      return { ok: true, value: { verdict, photo, url: preview === null ? null : jpegUrl(preview) } }
    },
  }))
}
