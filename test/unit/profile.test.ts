import { expect, test } from 'vitest'
import { optionOf, platformProfileDir } from '../../electron/base/profile.ts'

test('a profile lies where each platform keeps such things', () => {
  expect(platformProfileDir('linux', {}, '/home/a')).toBe('/home/a/.local/share/foyer')
  expect(platformProfileDir('linux', { XDG_DATA_HOME: '/data' }, '/home/a')).toBe('/data/foyer')
  expect(platformProfileDir('darwin', {}, '/Users/a')).toBe('/Users/a/Library/Application Support/Foyer')
  expect(platformProfileDir('win32', { APPDATA: '/roaming' }, '/u')).toBe('/roaming/Foyer')
})

test('an option is found among words that are not ours', () => {
  expect(optionOf(['--no-sandbox', '.', '--data', '/p'], 'data')).toBe('/p')
  expect(optionOf(['--data=/p=q', '--data', '/r'], 'data')).toBe('/p=q')
  expect(optionOf(['--database', '/p'], 'data')).toBeUndefined()
})
