import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../electron/base/random.ts'
import { Settings } from '../../shared/model/settings.ts'
import { base64, inventList, openDesk } from './desk-app.ts'
import { devicesSite } from './devices.ts'
import { startSite, type WorldDocument, type WorldPerson, type WorldTerminal } from './site.ts'

/** What is done to the guests while the console is killed. */
export type Work = 'enrol' | 'revoke' | 'extend' | 'repair'
/** Of both places; a repair is of terminals, which tell what they lost. */
export const works: readonly Work[] = ['enrol', 'revoke', 'extend']

export interface Night {
  kills: number
  /** Guests to whom it was not done at the site: without their level or doors, still on them, or with the old end. */
  lost: string[]
  /** Guests the site has twice. */
  doubled: string[]
  /** Requests of a kind that changes something, beyond those an undisturbed batch makes. */
  repeated: number
  /** The batch's own word at the end. */
  done: number
  /** Milliseconds from a start to the console's being at work, the longest. */
  slowestStartMs: number
}

/** Where the guests go: to a server, or to terminals alone. */
export type Place = 'server' | 'terminals'
const TERMINALS = 3

/** The calls that change something, of each kind of work. */
const changing: Record<Place, Record<Work, RegExp>> = {
  server: {
    enrol: /single\/(add|update)$|face\/update$/,
    revoke: /deletePersons$/,
    extend: /person\/single\/update$/,
    repair: /reapplication$/,
  },
  terminals: {
    enrol: /UserInfo\/(Record|Modify|SetUp)$/,
    revoke: /UserInfoDetail\/Delete$/,
    extend: /UserInfo\/(Modify|SetUp)$/,
    repair: /UserInfo\/(Record|Modify|SetUp)$/,
  },
}
const CHUNK = 10
const EXTENDED = Date.UTC(2030, 2, 15, 17)

/**
 * Kills a real console again and again while it works on one batch, `kill -9` each time at another point, then lets it finish and compares the site's world.
 * `kills`: how many; the points are drawn by `seed` from the first `reach` of each life, so that all kinds of them are met.
 */
export async function killedNight(options: {
  place?: Place
  work: Work
  guests: number
  kills: number
  reach: number
  seed: number
}): Promise<Night> {
  const { work, guests, place = 'server' } = options
  // The first terminal forgets everybody when it is asked how many it has: once, by the doctor.
  const faults = work === 'repair' ? [{ device: 0, path: 'UserInfo/Count', times: 1, kind: 'loses-users' }] : []
  const isapi = place === 'terminals' ? Array.from({ length: TERMINALS }, () => ({ model: 'DS-K1T342MWX' })) : 0
  const site = await startSite({
    rate: 400,
    latencyMs: 4,
    seed: options.seed,
    walkers: false,
    isapi,
    script: { applyMs: 30, faults },
  })
  const profileDir = mkdtempSync(join(tmpdir(), 'foyer-night-'))
  const random = seededRandom(options.seed)
  try {
    const secretFile = join(profileDir, 'secret')
    writeFileSync(secretFile, site.appSecret, { mode: 0o600 })
    const server = {
      kind: 'hikcentral',
      url: site.url,
      appKey: site.appKey,
      pin: site.certificateSha256,
      rate: 400,
      concurrency: 8,
    }
    const connection = place === 'server' ? server : { kind: 'embedded' }
    const desk = (work: boolean) =>
      place === 'server'
        ? openDesk(site, { profileDir, rate: 400, chunk: CHUNK, app: { work } })
        : openDesk(null, { profileDir, chunk: CHUNK, app: { work, embedded: devicesSite(site.devices) } })
    const settings = Settings.parse({ connection, secretFile, chunk: CHUNK, preferences: { zone: 'Europe/Moscow' } })
    writeFileSync(join(profileDir, 'settings.json'), JSON.stringify(settings))

    const before = await desk(work !== 'enrol')
    await before.call('site.levels', {})
    const list = await before.call('lists.read', { fileName: 'night.csv', bytes: base64(inventList(guests)) })
    let { batchId } = await before.call('lists.send', { listId: list.listId, name: 'night' })
    if (work !== 'enrol') await before.finished(batchId)
    await before.close()
    if (work === 'repair') {
      const looking = await desk(false)
      await looking.call('doctor.run', {})
      await looking.call('repair.start', {})
      await looking.close()
    } else if (work !== 'enrol') {
      const acting = await desk(false)
      const { visits } = await acting.call('batches.visits', { batchId, limit: 500 })
      const act = await acting.call('acts.start', {
        kind: work,
        visitIds: visits.map(visit => visit.id),
        until: work === 'extend' ? EXTENDED : null,
        undoable: false,
      })
      if (act.batchId === null) throw new Error('no batch of acts')
      batchId = act.batchId
      await acting.close()
    }
    const counted = ({ calls, devices }: WorldDocument) =>
      [calls, ...devices.map(device => device.calls)]
        .flatMap(({ byPath }) => Object.entries(byPath))
        .reduce((sum, [path, count]) => (changing[place][work].test(path) ? sum + count : sum), 0)
    const callsBefore = counted(await site.world())

    let kills = 0
    let slowestStartMs = 0
    const live = async (fatal: number) => {
      const devices = place === 'server' ? [] : [JSON.stringify(site.devices)]
      const words = [join(import.meta.dirname, 'mortal-desk.ts'), profileDir, String(fatal), ...devices]
      const child = spawn(process.execPath, words, {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let said = ''
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString()
      })
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
      if (signal === 'SIGKILL') kills++
      else if (code !== 0) throw new Error(`the console ended with ${code ?? signal}`)
      else slowestStartMs = Math.max(slowestStartMs, (JSON.parse(said) as { startMs: number }).startMs)
      return signal === 'SIGKILL'
    }
    for (let i = 0; i < options.kills; i++) if (!(await live(random.int(1, options.reach)))) break
    await live(0)

    const after = await desk(false)
    const batch = (await after.call('batches.list', {})).find(found => found.id === batchId)
    const { last } = await after.call('repair.get', {})
    await after.close()
    const world = await site.world()
    const places = place === 'server' || work === 'repair' ? 1 : TERMINALS
    const undisturbed = (work === 'revoke' ? Math.ceil(guests / CHUNK) : guests) * places
    const repeated = counted(world) - callsBefore - undisturbed
    const found = place === 'server' ? compare(work, world.persons, guests) : compareTerminals(work, world.devices, guests)
    return { kills, ...found, repeated, done: (work === 'repair' ? last?.mended : batch?.done) ?? 0, slowestStartMs }
  } finally {
    await site.close()
    rmSync(profileDir, { recursive: true, force: true })
  }
}

const isDone: Record<Work, (person: WorldPerson) => boolean> = {
  enrol: person => person.levels.includes('Guests') && person.appliedDoors.length > 0,
  revoke: person => person.levels.length === 0 && person.appliedDoors.length === 0,
  extend: person => isDone.enrol(person) && Date.parse(person.endTime) === EXTENDED,
  repair: person => isDone.enrol(person),
}

function compare(work: Work, persons: readonly WorldPerson[], guests: number): { lost: string[]; doubled: string[] } {
  const names = Array.from({ length: guests }, (_, i) => `Number${i} Guest${i}`)
  const lost = names.filter(name => !persons.some(person => person.name === name && isDone[work](person)))
  const doubled = names.filter(name => persons.filter(person => person.name === name).length > 1)
  return { lost, doubled }
}

const isHeld: Record<Work, (user: WorldTerminal['users'][number] | undefined) => boolean> = {
  enrol: user => user?.rights.includes(1) === true,
  revoke: user => user === undefined,
  // The wall of the terminals stands in UTC+3.
  extend: user => isHeld.enrol(user) && Date.parse(`${user?.end}+03:00`) === EXTENDED,
  repair: user => isHeld.enrol(user),
}

/** At every terminal, and at none twice: the number is the same everywhere. */
function compareTerminals(work: Work, devices: readonly WorldTerminal[], guests: number): { lost: string[]; doubled: string[] } {
  const names = Array.from({ length: guests }, (_, i) => `Number${i} Guest${i}`)
  const at = (device: WorldTerminal, name: string) => device.users.filter(user => user.name === name)
  const lost = names.filter(name => !devices.every(device => isHeld[work](at(device, name)[0])))
  const numbers = (name: string) => new Set(devices.flatMap(device => at(device, name).map(user => user.employeeNo)))
  const doubled = names.filter(name => numbers(name).size > 1 || devices.some(device => at(device, name).length > 1))
  return { lost, doubled }
}
