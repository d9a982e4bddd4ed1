import { type DoorState, doorsOf, readingTaken, shownState } from './doors.ts'
import type { Door, Holder, World } from './world.ts'

type Spelling = 'documented' | 'camel' | 'pascal'

// How the three spellings write the words that differ between versions (protocol A4, elementDownloadDetail).
const WORDS = {
  documented: {
    list: 'ElementDetailList',
    item: 'ElementDetail',
    id: 'ID',
    base: 'BaseInfo',
    element: 'ElementStatus',
    state: 'elementStatus',
  },
  camel: {
    list: 'elementDetailList',
    item: 'elementDetail',
    id: 'id',
    base: 'baseInfo',
    element: 'elementStatus',
    state: 'status',
  },
  pascal: {
    list: 'ElementDetailList',
    item: 'ElementDetail',
    id: 'ID',
    base: 'BaseInfo',
    element: 'ElementStatus',
    state: 'Status',
  },
} as const

const CODE: Record<DoorState, string> = { done: '0', waiting: '1', failed: '2' }

function spelling(world: World): Spelling {
  if (world.script.keyCase) return world.script.keyCase
  if (!world.on('mixedKeyCase')) return 'documented'
  return (['documented', 'camel', 'pascal'] as const)[Math.floor(world.chance('keyCase') * 3)]!
}

const camelKeys = (item: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(item).map(([key, value]) => [key[0]!.toLowerCase() + key.slice(1), value]))

/** The `data` of elementDownloadDetail: one item a door that concerns this holder. Reading it uses up one stale failure a door. */
export function elementDownloadDetail(world: World, holder: Holder): Record<string, unknown> {
  const style = spelling(world)
  const words = WORDS[style]
  const items = doorsOf(world, holder.id).map(({ door, state }) => {
    const item = detail(world, holder, door, state, style)
    readingTaken(world, holder.id, door)
    return item
  })
  if (items.length === 0) return { [words.list]: world.on('listAbsentWhenEmpty') ? {} : { [words.item]: [] } }
  return { [words.list]: { [words.item]: items.length === 1 && world.on('singleDoorAsObject') ? items[0] : items } }
}

function detail(world: World, holder: Holder, door: Door, truth: DoorState, style: Spelling): Record<string, unknown> {
  const words = WORDS[style]
  const cased = (item: Record<string, unknown>) => (style === 'camel' ? camelKeys(item) : item)
  const shown = shownState(world, holder.id, door, truth)
  const real = truth === 'failed' ? world.deliveries.get(holder.id)?.get(door.id)?.failed : undefined
  const trouble = shown !== 'failed' ? undefined : (real ?? { module: 'Device', code: '194', part: 'element' })
  const certificate = trouble?.part === 'element' ? '1' : CODE[shown]
  const certificates = [
    ...(holder.face ? [cased({ ID: '1', Type: 'face', Status: certificate })] : []),
    ...(holder.kind === 1 && 'cards' in holder && (holder.cards as string[]).length > 0
      ? [cased({ ID: '2', Type: 'card', Status: shown === 'done' ? '0' : '1' })]
      : []),
  ]
  return cased({
    [words.id]: door.id,
    [words.base]: cased({ Name: door.name, ElementType: 'door', Network: trouble?.code === '129' ? '0' : '1' }),
    [words.element]: [
      {
        [words.state]: trouble?.part === 'certificate' ? '0' : CODE[shown],
        ...cased({ ErrorModule: trouble?.module ?? '', ErrorCode: trouble?.code ?? '0' }),
      },
    ],
    CertificateStatusList: cased({ CertificateStatus: certificates }),
  })
}
