import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { findChromium } from '../support/chromium.ts'
import type { HostOption } from './console.ts'

const executablePath = findChromium() ?? undefined
const out = join(import.meta.dirname, '../../out/test')

/** The same flows through both hosts: a browser on the headless console, and Electron where there is one. `npm run build` comes first. */
export default defineConfig<HostOption>({
  testDir: import.meta.dirname,
  testMatch: '*.spec.ts',
  outputDir: join(out, 'e2e'),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: join(out, 'e2e.json') }]],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
    },
  },
  projects: [
    { name: 'browser', testIgnore: 'electron-*.spec.ts', use: { host: 'browser' } },
    { name: 'electron', testIgnore: 'browser-*.spec.ts', use: { host: 'electron' } },
  ],
})
