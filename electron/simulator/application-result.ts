import { type DoorState, doorsOf, readingTaken, shownState } from './doors.ts'
import type { Page } from './fields.ts'
import { type Door, fullName, type Holder, type World } from './world.ts'

type Row = { holder: Holder; door: Door; state: DoorState; shown: DoorState }

const holders = (world: World, type: 1 | 2): Iterable<Holder> => (type === 1 ? world.persons : world.visitors).values()

const isFlat = (world: World) =>
  (world.script.applicationResult ?? (world.chance('applicationResult') < 0.5 ? 'flat' : 'nested')) === 'flat'

function* rows(world: World, type: 1 | 2): Iterable<Row> {
  for (const holder of holders(world, type))
    for (const { door, state } of doorsOf(world, holder.id))
      yield { holder, door, state, shown: shownState(world, holder.id, door, state) }
}

/** applicationResultType 1: how many pairs of holder and door are in which state (protocol A4 Applying; the keys are INF). */
export function statistics(world: World, type: 1 | 2): Record<string, number> {
  const count = { done: 0, waiting: 0, failed: 0 }
  for (const row of rows(world, type)) count[row.shown]++
  const total = count.done + count.waiting + count.failed
  return isFlat(world)
    ? { total, successNum: count.done, failedNum: count.failed, waitingNum: count.waiting }
    : { TotalNum: total, SuccessNum: count.done, FailedNum: count.failed, WaitingNum: count.waiting }
}

const codeOf = (world: World, row: Row) =>
  row.shown === 'waiting' ? '' : (world.deliveries.get(row.holder.id)?.get(row.door.id)?.failed?.code ?? '194')

/**
 * applicationResultType 2: a page of what failed and what waits. The reply's shape is in no source (protocol A4), so there are two, by
 * seed: `flat`, a row per pair of person and door under `list`; `nested`, a person with its doors under `ApplicationResultList`.
 */
export function applicationResult(world: World, type: 1 | 2, { pageNo, pageSize }: Page): Record<string, unknown> {
  const all = [...rows(world, type)]
  const listed = all.filter(row => row.shown !== 'done')
  const flat = isFlat(world)
  const groups = flat ? listed.map(row => [row]) : byHolder(listed)
  const shown = groups.slice((pageNo - 1) * pageSize, pageNo * pageSize)
  // What is on this page was read; so was what is on no page because its turn is the truth, and the truth is that all is well.
  for (const row of [...shown.flat(), ...all.filter(one => one.shown === 'done')]) readingTaken(world, row.holder.id, row.door)
  const list = shown.map(group => (flat ? flatRow(world, group[0]!) : nestedRow(world, group)))
  const absent = list.length === 0 && world.on('listAbsentWhenEmpty')
  if (flat) return { total: groups.length, pageNo, pageSize, ...(absent ? {} : { list }) }
  return { TotalNum: groups.length, PageNo: pageNo, PageSize: pageSize, ...(absent ? {} : { ApplicationResultList: list }) }
}

// Rows of one holder come together.
function byHolder(listed: readonly Row[]): Row[][] {
  const groups: Row[][] = []
  for (const row of listed) {
    const last = groups.at(-1)
    if (last?.[0]?.holder === row.holder) last.push(row)
    else groups.push([row])
  }
  return groups
}

const flatRow = (world: World, row: Row) => ({
  personId: row.holder.id,
  personName: fullName(row.holder),
  doorIndexCode: row.door.id,
  doorName: row.door.name,
  status: row.shown === 'failed' ? '2' : '1',
  errorCode: codeOf(world, row),
})

const nestedRow = (world: World, group: readonly Row[]) => ({
  PersonID: group[0]!.holder.id,
  PersonName: fullName(group[0]!.holder),
  ElementDetail: group.map(row => ({
    ID: row.door.id,
    BaseInfo: { Name: row.door.name, ElementType: 'door' },
    ElementStatus: row.shown === 'failed' ? '2' : '1',
    ErrorCode: codeOf(world, row),
  })),
})
