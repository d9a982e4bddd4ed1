import { SiteError } from '../access-control/port.ts'
import type { PictureCache } from '../photo/picture-cache.ts'
import type { Core } from './core.ts'

/** Somebody is looking at the card: before a list, after a person at the desk. */
const RANK = 4

/** The picture behind a passage: ours if it was fetched before, else the site's. Asked twice at once, the site is asked once. */
export function createPassagePictures(core: Core, cache: PictureCache) {
  const asking = new Map<number, Promise<Uint8Array | null>>()

  async function fetch(id: number): Promise<Uint8Array | null> {
    const kept = await cache.get(id)
    if (kept) return kept
    const picture = core.passagePages.get(id)?.picture
    const control = picture ? core.site.peek() : null
    if (!picture || !control) return null
    try {
      const jpeg = await control.picture(picture, { rank: RANK })
      await cache.put(id, jpeg).catch(error => core.log.error({ event: 'picture-not-kept', error }))
      return jpeg
    } catch (error) {
      // The site has dropped it, or is away: a card without a picture is a card.
      if (error instanceof SiteError) return null
      throw error
    }
  }

  return (id: number): Promise<Uint8Array | null> => {
    const found = asking.get(id) ?? fetch(id).finally(() => asking.delete(id))
    asking.set(id, found)
    return found
  }
}
