import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../electron/base/random.ts'
import { Settings } from '../../shared/model/settings.ts'
import { base64, inventList, openDesk } from './desk-app.ts'
import { startSite, type WorldPerson } from './site.ts'

export interface Night {
  kills: number
  /** Guests the site does not have, or has without their level or doors. */
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

/**
 * Kills a real console again and again while it works on one batch, `kill -9` each time at another point, then lets it finish and compares the site's world.
 * `kills`: how many; the points are drawn by `seed` from the first `reach` of each life, so that all kinds of them are met.
 */
export async function killedNight(options: { guests: number; kills: number; reach: number; seed: number }): Promise<Night> {
  const site = await startSite({ rate: 400, latencyMs: 4, seed: options.seed, walkers: false, script: { applyMs: 30 } })
  const profileDir = mkdtempSync(join(tmpdir(), 'foyer-night-'))
  const random = seededRandom(options.seed)
  try {
    const secretFile = join(profileDir, 'secret')
    writeFileSync(secretFile, site.appSecret, { mode: 0o600 })
    const connection = {
      kind: 'hikcentral',
      url: site.url,
      appKey: site.appKey,
      pin: site.certificateSha256,
      rate: 400,
      concurrency: 8,
    }
    const settings = Settings.parse({ connection, secretFile, chunk: 10, preferences: { zone: 'Europe/Moscow' } })
    writeFileSync(join(profileDir, 'settings.json'), JSON.stringify(settings))

    const desk = await openDesk(site, { profileDir, rate: 400, app: { work: false } })
    await desk.call('site.levels', {})
    const list = await desk.call('lists.read', { fileName: 'night.csv', bytes: base64(inventList(options.guests)) })
    const { batchId } = await desk.call('lists.send', { listId: list.listId, name: 'night' })
    await desk.close()

    let kills = 0
    let slowestStartMs = 0
    const live = async (fatal: number) => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'mortal-desk.ts'), profileDir, String(fatal)], {
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

    const after = await openDesk(site, { profileDir, rate: 400, app: { work: false } })
    const batch = (await after.call('batches.list', {})).find(found => found.id === batchId)
    await after.close()
    const { persons, calls } = await site.world()
    const changing = Object.entries(calls.byPath).filter(([path]) => /single\/(add|update)$|face\/update$/.test(path))
    const adds = changing.reduce((sum, [, count]) => sum + count, 0)
    return { kills, ...compare(persons, options.guests), repeated: adds - options.guests, done: batch?.done ?? 0, slowestStartMs }
  } finally {
    await site.close()
    rmSync(profileDir, { recursive: true, force: true })
  }
}

function compare(persons: readonly WorldPerson[], guests: number): { lost: string[]; doubled: string[] } {
  const names = Array.from({ length: guests }, (_, i) => `Number${i} Guest${i}`)
  const lost = names.filter(
    name => !persons.some(person => person.name === name && person.levels.includes('Guests') && person.appliedDoors.length > 0),
  )
  const doubled = names.filter(name => persons.filter(person => person.name === name).length > 1)
  return { lost, doubled }
}
