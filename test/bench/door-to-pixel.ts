import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { systemRandom } from '../../electron/base/random.ts'
import { build } from '../../electron/build.ts'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { serveConsole, stop } from '../e2e/console.ts'
import { connectTo } from '../e2e/flows.ts'
import { findChromium } from '../support/chromium.ts'
import { percentile, type Row } from './table.ts'

const SAMPLES = 20
/** What the core and the page may add to the polling. */
const ADDED_MS = 300

/** One person at one door; answers how long it took until the row was there to be drawn, in ms. */
async function once(page: Page, walk: () => Promise<void>): Promise<number> {
  const rows = () => page.evaluate(() => Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? 1))
  const before = await rows()
  const began = performance.now()
  await walk()
  await page.waitForFunction(
    count => Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? 1) > count,
    before,
    { polling: 'raf', timeout: 30_000 },
  )
  return performance.now() - began
}

/** How the feed says that it asks, in ms; 0 where it is told. */
async function intervalOf(page: Page): Promise<number> {
  const said = await page.getByTestId('feed-state').innerText()
  return Number(/([\d.]+) s/.exec(said)?.[1] ?? 0) * 1000
}

/** From a face at a door of a HikCentral to its row on the screen, polling at the limiter's share. */
export async function benchDoorToPixel(): Promise<Row[]> {
  const executablePath = findChromium()
  if (!executablePath) {
    process.stderr.write('no Chromium here: the way to the pixel is not measured\n')
    return []
  }
  await build()
  // The site's own lag is not ours to measure.
  const site = await startSimulator({ rate: 60, walkers: false, script: { quirksOff: ['eventsLag'] } })
  const profileDir = mkdtempSync(join(tmpdir(), 'foyer-pixel-'))
  const { child, address } = await serveConsole(profileDir)
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
    await page.goto(address)
    await connectTo(page, site, 50)
    await page.getByTestId('tab-passages').click()
    await page.locator('[data-testid=feed-state][data-state=polling]').waitFor()
    const random = systemRandom()
    const took: number[] = []
    // The first is the table's own first row.
    for (let i = 0; i <= SAMPLES; i++) {
      await page.waitForTimeout(random.int(0, 1500))
      took.push(await once(page, () => site.walk({ rate: 1000, count: 1 }).done))
    }
    const interval = await intervalOf(page)
    const [median, slowest] = [percentile(took.slice(1), 0.5), Math.max(...took.slice(1))]
    const target = interval + ADDED_MS
    return [
      {
        what: `from the door to the pixel, polling every ${(interval / 1000).toFixed(1)} s: median, slowest of ${SAMPLES}`,
        figure: `${(median / 1000).toFixed(1)} s, ${(slowest / 1000).toFixed(1)} s`,
        target: `<= ${(target / 1000).toFixed(1)} s`,
        reached: slowest <= target,
      },
    ]
  } finally {
    await browser.close()
    await stop(child)
    await site.close()
    rmSync(profileDir, { recursive: true, force: true })
  }
}
