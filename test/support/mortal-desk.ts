import { subscribe } from 'node:diagnostics_channel'
import Sqlite from 'better-sqlite3'
import { readEnvironment } from '../../electron/base/profile.ts'
import { openConsole } from '../../electron/cli/console.ts'
import { openDesk } from './desk-app.ts'
import { devicesSite } from './devices.ts'

/**
 * A console that runs its profile's jobs and is killed at its n-th point: just before and just after each request to the site and each commit to its tables.
 * The points are taken from the libraries underneath, so the product knows nothing of this. `mortal-desk.ts PROFILE N [DEVICES]`; N = 0 lives until nothing is left; devices come
 * as JSON.
 */
const [profileDir = '', fatal = '0', devices] = process.argv.slice(2)
let points = 0
let armed = false
function point(): void {
  if (!armed) return
  points++
  if (points === Number(fatal)) process.kill(process.pid, 'SIGKILL')
}

subscribe('undici:client:sendHeaders', point)
subscribe('undici:request:trailers', point)

type Prepared = { run(...values: unknown[]): unknown; get(...values: unknown[]): unknown; readonly readonly: boolean }
const { prepare } = Sqlite.prototype as unknown as { prepare(this: Sqlite.Database, sql: string): Prepared }
Object.assign(Sqlite.prototype, {
  prepare(this: Sqlite.Database, sql: string) {
    const statement = prepare.call(this, sql)
    const commits = sql === 'COMMIT'
    for (const way of ['run', 'get'] as const) {
      const real = statement[way]
      statement[way] = function (this: unknown, ...values: unknown[]) {
        // A writing statement outside a transaction is a commit of its own.
        const writes =
          commits ||
          (!statement.readonly &&
            !(statement as unknown as Sqlite.Statement).database.inTransaction &&
            !/^(BEGIN|ROLLBACK|SAVEPOINT|RELEASE)/.test(sql))
        if (writes) point()
        const result = real.apply(statement, values)
        if (writes) point()
        return result
      }
    }
    return statement
  },
})

/** On terminals the core of the same console, since no settings name them here. */
const embedded = devices ? devicesSite(JSON.parse(devices)) : null

const began = performance.now()
const desk = embedded
  ? await openDesk(null, { profileDir, chunk: 10, app: { embedded } })
  : await openConsole(profileDir, readEnvironment(), true)
armed = true
const startMs = performance.now() - began
const isIdle = async () => {
  const { ready, leased, waiting } = desk.app.table.counts()
  return ready + leased + waiting === 0
}
if ('until' in desk) await desk.until(isIdle)
else while (!(await isIdle())) await new Promise(resolve => setTimeout(resolve, 20))
await desk.close()
process.stdout.write(`${JSON.stringify({ points, startMs })}\n`)
