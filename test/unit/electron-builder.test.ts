import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

const require = createRequire(import.meta.url)
const file = new URL('../../electron-builder.yml', import.meta.url)

type Builder = {
  validateConfiguration(config: unknown, debug: { isEnabled: boolean; add(): void }): Promise<void>
  getConfig(dir: string, path: string, given: null): Promise<Record<string, unknown>>
}
// Not exported by name: the schema's own check, as electron-builder runs it before it packs.
const builder: Builder = require('app-builder-lib/out/util/config/config.js')
const debug = { isEnabled: false, add: () => {} }
const read = () => builder.getConfig(new URL('../..', import.meta.url).pathname, 'electron-builder.yml', null)

test("electron-builder's own schema takes the file", async () => {
  await expect(builder.validateConfiguration(await read(), debug)).resolves.toBeUndefined()
  await expect(builder.validateConfiguration({ ...(await read()), asarr: true }, debug)).rejects.toThrow(/asarr/)
})

test('the fuses are burnt as promised', async () => {
  expect((await read()).electronFuses).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  })
})

test('Windows gets an installer, Linux an AppImage and a deb', async () => {
  expect(await read()).toMatchObject({ win: { target: ['nsis'] }, linux: { target: ['AppImage', 'deb'] } })
})

test('what the window was built from is not packed twice, and nothing of the core is left out', async () => {
  const facts = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const left = /!node_modules\/\{(.*)\}/.exec(readFileSync(file, 'utf8'))?.[1]?.split(',') ?? []
  const core = [
    'better-sqlite3',
    'sharp',
    'undici',
    'ws',
    'zod',
    'pino',
    '@vladmandic',
    '@tensorflow',
    'electron-store',
    'papaparse',
  ]
  expect(core.filter(name => left.includes(name))).toEqual([])
  expect(Object.keys(facts.devDependencies)).toContain('electron')
})
