import { once } from 'node:events'
import { expect, it } from 'vitest'
import { foyer, startFoyer } from '../support/foyer.ts'

it('prints the terminals it was asked for in its first line', async () => {
  const child = startFoyer(['simulator', '--isapi', '3'])
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  const { devices, worldUrl } = JSON.parse(line.toString()) as { devices: Record<string, string | null>[]; worldUrl: string }
  expect(devices.map(one => Object.keys(one))).toEqual(Array(3).fill(['url', 'user', 'password', 'model', 'certificateSha256']))
  expect(devices[0]).toMatchObject({
    user: 'admin',
    model: 'DS-K1T342MWX',
    certificateSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect(devices[1]).toMatchObject({ certificateSha256: null })
  const world = (await (await fetch(worldUrl)).json()) as { devices: { url: string; online: boolean }[] }
  expect(world.devices.map(one => one.url)).toEqual(devices.map(one => one.url))
  child.kill()
  await once(child, 'close')
  expect((await foyer(['simulator', '--isapi', '65'])).code).toBe(2)
})
