import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { build } from '../../electron/build.ts'
import { serveConsole, stop } from '../e2e/console.ts'
import { findChromium } from '../support/chromium.ts'
import { type FramesMeasured, installFlood } from './frames-page.ts'
import type { Row } from './table.ts'

const PER_SECOND = 200
const WARM_MS = 5_000
const MEASURED_MS = 60_000

/** Seconds the page's main thread has worked since now. A machine busy with other things delays frames, but does not make them dearer. */
async function workMeter(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(metric => metric.name === 'TaskDuration')?.value ?? 0
  }
  const before = await worked()
  return async () => (await worked()) - before
}

/** Bytes the page's objects take after a collection, and its elements. */
async function memoryOf(page: Page): Promise<{ bytes: number; elements: number }> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return { bytes: usedSize, elements: await page.evaluate(() => document.querySelectorAll('*').length) }
}

/** Whether anything but the processor draws: the figure says which. */
const drawnBy = (page: Page) =>
  page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('webgl')
    const info = canvas?.getExtension('WEBGL_debug_renderer_info')
    const name = info ? String(canvas?.getParameter(info.UNMASKED_RENDERER_WEBGL)) : 'none'
    return /swiftshader|llvmpipe|software|none/i.test(name) ? 'drawn in software' : name
  })

/** The passages screen under 200 events a second for a minute. Skipped, and said so, where there is no Chromium. */
export async function benchFrames(): Promise<Row[]> {
  const executablePath = findChromium()
  if (!executablePath) {
    process.stderr.write('no Chromium here: frames are not measured\n')
    return []
  }
  await build()
  const profileDir = mkdtempSync(join(tmpdir(), 'foyer-frames-'))
  const { child, address } = await serveConsole(profileDir)
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.addInitScript(installFlood)
    await page.goto(address)
    await page.getByTestId('tab-passages').click()
    const flood = (ms: number) =>
      page.evaluate(
        ([perSecond, span]) =>
          (window as unknown as { flood(n: number, ms: number): Promise<FramesMeasured> }).flood(
            perSecond as number,
            span as number,
          ),
        [PER_SECOND, ms],
      )
    await flood(WARM_MS)
    const before = await memoryOf(page)
    const worked = await workMeter(page)
    const { medianMs, longestMs, slow, frames, rows, pushed } = await flood(MEASURED_MS)
    const busy = await worked()
    const after = await memoryOf(page)
    const perSecond = 1000 / medianMs
    const grown = (after.bytes - before.bytes) / 1e6
    const how = await drawnBy(page)
    const what = `passages at ${PER_SECOND} events/s for ${MEASURED_MS / 1000} s, ${how}`
    return [
      { what: `${what}: median frames/s`, figure: perSecond.toFixed(1), target: '>= 58', reached: perSecond >= 58 },
      { what: `${what}: longest frame`, figure: `${longestMs.toFixed(0)} ms`, target: '<= 50 ms', reached: longestMs <= 50 },
      {
        what: `${what}: share of the main thread`,
        figure: `${((busy / (MEASURED_MS / 1000)) * 100).toFixed(0)} %`,
        target: '',
        reached: null,
      },
      { what: `${what}: frames over 50 ms`, figure: `${slow} of ${frames}`, target: '', reached: null },
      {
        what: `${what}: memory grown after ${pushed} events (${rows} rows drawn, ${after.elements - before.elements} elements more)`,
        figure: `${grown.toFixed(1)} MB`,
        target: '<= 2 MB',
        reached: grown <= 2,
      },
    ]
  } finally {
    await browser.close()
    await stop(child)
    rmSync(profileDir, { recursive: true, force: true })
  }
}
