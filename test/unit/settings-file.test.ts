import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { firstSettings } from '../../electron/app/first-settings.ts'
import { systemClock } from '../../electron/base/clock.ts'
import { ExposedSecretFile, openSecrets, readSecretFile } from '../../electron/web/secret-store.ts'
import { openSettingsFile } from '../../electron/web/settings-file.ts'
import { Settings } from '../../shared/model/settings.ts'
import { recordingLog } from '../support/carrier-core.ts'
import { temporaryFolder } from '../support/folders.ts'

function openProfile() {
  const folder = temporaryFolder()
  const log = recordingLog()
  return {
    folder,
    log,
    file: join(folder, 'settings.json'),
    settings: openSettingsFile(folder, { clock: { ...systemClock, now: () => 5 }, log }),
  }
}

test('the first start is in the language of the machine, where it is one of ours', () => {
  expect(firstSettings('ru-RU')).toEqual(Settings.parse({ preferences: { locale: 'ru' } }))
  for (const tag of ['en-GB', 'de', 'rup']) expect(firstSettings(tag)).toEqual(Settings.parse({}))
})

test('defaults where there is no file; what is written is read, by its owner only', () => {
  const { folder, file, settings } = openProfile()
  expect(settings.read()).toEqual(firstSettings())
  const next = { ...settings.read(), chunk: 7 }
  settings.write(next)
  expect(settings.read()).toEqual(next)
  expect(readdirSync(folder)).toEqual(['settings.json'])
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
})

test.each(['{"chunk":', '[]', '{"chunk":"many"}', ''])('a damaged file is kept aside and said: %s', text => {
  const { folder, file, log, settings } = openProfile()
  writeFileSync(file, text)
  expect(settings.read()).toEqual(firstSettings())
  expect(readdirSync(folder)).toEqual(['settings.json.damaged-5'])
  expect(readFileSync(`${file}.damaged-5`, 'utf8')).toBe(text)
  expect(log.entries).toEqual([{ event: 'file-damaged', kept: `${file}.damaged-5` }])
})

test('a typed secret lives in memory: nothing of it is written', () => {
  const { folder, settings } = openProfile()
  const secrets = openSecrets(settings).site
  expect([secrets.kind, secrets.cannotKeep, secrets.get()]).toEqual(['session', 'browser', null])
  secrets.set('typed')
  settings.write(settings.read())
  expect(secrets.get()).toBe('typed')
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8')).not.toContain('typed')
})

test("the administrator's file is read where the settings name one, and a typed secret goes before it", () => {
  const { folder, settings } = openProfile()
  const secretFile = join(folder, 'secret')
  writeFileSync(secretFile, 'kept\r\n', { mode: 0o600 })
  settings.write({ ...settings.read(), secretFile })
  const secrets = openSecrets(settings).site
  expect([secrets.kind, secrets.cannotKeep, secrets.get()]).toEqual(['file', null, 'kept'])
  secrets.set('typed')
  expect([secrets.kind, secrets.cannotKeep, secrets.get()]).toEqual(['session', 'browser', 'typed'])
})

test.skipIf(process.platform === 'win32')('a secret file that others may read is refused', () => {
  const { folder, settings } = openProfile()
  const secretFile = join(folder, 'secret')
  writeFileSync(secretFile, 'kept')
  chmodSync(secretFile, 0o640)
  expect(() => readSecretFile(secretFile)).toThrow(ExposedSecretFile)
  settings.write({ ...settings.read(), secretFile })
  expect(openSecrets(settings).site.get()).toBeNull()
})
