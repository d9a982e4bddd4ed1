import type { CallOutput, CallParsed } from '../../shared/contract/calls.ts'
import type { FeedView, Muster, MusterPerson } from '../../shared/contract/passage-calls.ts'
import { fullName } from '../../shared/model/guest.ts'
import { dayOf } from '../../shared/model/time.ts'
import type { Core } from './core.ts'
import { Refusal } from './dispatcher.ts'
import type { PassagePump } from './passage-pump.ts'
import type { PassageViews } from './passage-views.ts'

/** What the calls need of the feed. */
export interface FeedNow extends Pick<PassagePump, 'state'> {
  /** The figures above the list. */
  view(): FeedView
  /** The picture behind a passage; null where there is none any more. */
  picture(id: number): Promise<Uint8Array | null>
}

/** What is asked of the passages; all of it from the tables, so that it works with the site away. */
export function createPassageCalls(core: Core, view: PassageViews, feed: FeedNow) {
  const { passages, passagePages, presence, readers, clock } = core
  const feedId = () => passages.feed(core.site.key())

  /** People at the doors they were last seen at: no call of the site tells zones, so a zone is a door's name. */
  function muster(): Muster {
    const now = clock.now()
    const site = core.site.key()
    const state = feed.state()
    const isLive = state.state === 'live' || state.state === 'polling'
    const zones = new Map<string, MusterPerson[]>()
    const told = new Set<number>()
    const here = [...presence.here(site, dayOf(now, core.zone()).from)].sort((a, b) => b.at - a.at)
    for (const one of here) {
      const guest = core.guests.get(one.guestId)
      const visit = core.visits.get(one.visitId)
      if (!guest || !visit || told.has(guest.id)) continue
      told.add(guest.id)
      const person: MusterPerson = {
        guestId: guest.id,
        visitId: visit.id,
        name: fullName(guest),
        company: guest.company,
        host: visit.host,
        phone: guest.phone,
        photo: visit.photo ?? guest.photo,
        doorName: one.doorName,
        at: one.at,
        unsure: one.place === 'seen',
      }
      zones.set(one.doorName, [...(zones.get(one.doorName) ?? []), person])
    }
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)
    return {
      asOf: now,
      blindSince: isLive ? null : (passages.cursor(site).heardAt ?? 0),
      zones: [...zones]
        .map(([zone, people]) => ({ zone, people: people.sort(byName) }))
        .sort((a, b) => a.zone.localeCompare(b.zone)),
    }
  }

  return {
    'passages.page': ({ filter, before, after, limit }: CallParsed<'passages.page'>): CallOutput<'passages.page'> => {
      const { search, ...rest } = filter
      if (after !== null) {
        const next = passagePages.following(feedId(), after, limit + 1)
        return { passages: view(next.slice(0, limit)), more: next.length > limit }
      }
      const found = passagePages.page({
        ...rest,
        feed: feedId(),
        before,
        limit: limit + 1,
        words: core.guests.patterns(search),
      })
      return { passages: view(found.slice(0, limit)), more: found.length > limit }
    },
    'passages.feed': feed.view,
    'passages.readFrom': ({ at }: CallParsed<'passages.readFrom'>): CallOutput<'passages.readFrom'> => {
      const site = core.site.key()
      const { since } = passages.coverage(site)
      if (at !== null && (since === null || at < since)) core.transaction(() => passages.want(site, at))
      return { since, newest: passagePages.newestId() }
    },
    'passages.day': ({ at }: CallParsed<'passages.day'>): CallOutput<'passages.day'> => {
      const day = dayOf(at ?? clock.now(), core.zone())
      return passagePages.quarters(feedId(), day.from, day.until)
    },
    'passages.picture': async ({ id }: CallParsed<'passages.picture'>): Promise<CallOutput<'passages.picture'>> => {
      const jpeg = await feed.picture(id)
      return { jpeg: jpeg && Buffer.from(jpeg).toString('base64') }
    },
    'readers.list': () => readers.list(feedId()),
    'readers.set': ({ doorId, reader, way }: CallParsed<'readers.set'>) => {
      if (!core.transaction(() => readers.set(feedId(), doorId, reader, way)))
        throw new Refusal({ kind: 'not-found', cause: 'no-reader', field: 'reader' })
      core.changed()
      return readers.list(feedId())
    },
    'muster.get': muster,
  }
}
