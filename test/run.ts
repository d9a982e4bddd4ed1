import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { findChromium, installChromium, installPackages } from './support/chromium.ts'
import { electronBinary } from './support/electron.ts'

// `npm test`: types, lint, build, unit, contract, journeys, end-to-end. Its last line is `N passed, N failed, N skipped`.

const root = resolve(import.meta.dirname, '..')
const out = join(root, 'out/test')
const bin = (name: string) => join(root, 'node_modules/.bin', name)

type Count = { passed: number; failed: number; skipped: number }
const total: Count = { passed: 0, failed: 0, skipped: 0 }
const summary: string[] = []
const loudly: string[] = []

const say = (line: string) => console.log(`\n[test] ${line}`)

function run(program: string, words: string[]): Promise<number> {
  return new Promise(done => {
    const child = spawn(program, words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
    child.once('error', () => done(127))
    child.once('exit', code => done(code ?? 1))
  })
}

/** Runs one stage and adds what it counted; a stage that ends badly without naming a failed test counts as one. */
async function stage(name: string, program: string, words: string[], count: () => Count | null = () => null): Promise<boolean> {
  say(name)
  const startedAt = performance.now()
  const code = await run(program, words)
  const counted = count() ?? { passed: 0, failed: 0, skipped: 0 }
  if (code !== 0 && counted.failed === 0) counted.failed = 1
  for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counted[key]
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  summary.push(
    `${code === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${seconds.padStart(6)} s   ${counted.passed} passed, ${counted.failed} failed, ${counted.skipped} skipped`,
  )
  return code === 0
}

function readJson(file: string): Record<string, unknown> | null {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

function vitestCount(): Count | null {
  const report = readJson(join(out, 'vitest.json'))
  if (!report) return null
  const number = (key: string) => Number(report[key] ?? 0)
  return {
    passed: number('numPassedTests'),
    failed: number('numFailedTests'),
    skipped: number('numPendingTests') + number('numTodoTests'),
  }
}

function playwrightCount(): Count | null {
  const stats = readJson(join(out, 'e2e.json'))?.stats as Record<string, number> | undefined
  if (!stats) return null
  return { passed: (stats.expected ?? 0) + (stats.flaky ?? 0), failed: stats.unexpected ?? 0, skipped: stats.skipped ?? 0 }
}

/** How many tests a project that cannot run here would have had: skipped tests are counted, not forgotten. */
function countOf(project: string): number {
  const listed = spawnSync(
    bin('playwright'),
    ['test', '-c', 'test/e2e/playwright.config.ts', '--project', project, '--list', '--reporter=list'],
    {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    },
  )
  return Number(/Total: (\d+) test/.exec(listed.stdout ?? '')?.[1] ?? 1)
}

function skip(project: string, why: string): void {
  const count = countOf(project)
  total.skipped += count
  summary.push(`SKIPPED e2e ${project.padEnd(12)}            ${count} skipped: ${why}`)
  loudly.push(`!!! ${count} end-to-end tests (${project}) were SKIPPED: ${why}`)
}

const onPath = (name: string) => (process.env.PATH ?? '').split(delimiter).some(folder => existsSync(join(folder, name)))

/** What goes before a command that opens windows: nothing where there is a display, else Xvfb; null where neither is to be had. */
function displayWords(): string[] | null {
  if (process.platform === 'win32' || process.platform === 'darwin' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
    return []
  if (!onPath('xvfb-run') && process.getuid?.() === 0) {
    say("no display here: installing Debian's packages `xvfb` and `xauth` (we are root)")
    installPackages(['xvfb', 'xauth'])
  }
  return onPath('xvfb-run') ? ['xvfb-run', '-a', '--server-args=-screen 0 1600x1000x24'] : null
}

async function runEndToEnd(display: string[] | null): Promise<void> {
  const chromium = findChromium() ?? installChromium(say)
  const electron = electronBinary()
  const projects: string[] = []
  if (chromium) projects.push('browser')
  else skip('browser', 'no Chromium here, and none could be installed (FOYER_CHROMIUM may name one)')
  if (electron && display) projects.push('electron')
  else skip('electron', electron ? 'no display, and no xvfb-run' : 'no Electron binary here (`npx install-electron` fetches one)')
  if (projects.length === 0) return
  say(
    `end-to-end with ${[chromium && projects.includes('browser') ? chromium : '', projects.includes('electron') ? electron : ''].filter(Boolean).join(' and ')}`,
  )
  const words = [
    bin('playwright'),
    'test',
    '-c',
    'test/e2e/playwright.config.ts',
    ...projects.flatMap(name => ['--project', name]),
  ]
  const [program, ...rest] = [...(projects.includes('electron') ? (display ?? []) : []), ...words]
  await stage('e2e', program as string, rest, playwrightCount)
}

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const display = electronBinary() ? displayWords() : null
if (!electronBinary()) loudly.push('!!! no Electron binary here: what only Electron can show was SKIPPED')

for (const project of ['shared', 'electron', 'renderer', 'test'])
  await stage(`types ${project}`, bin('tsc'), ['--noEmit', '-p', project])
await stage('lint', bin('biome'), ['check', '.'])
const built = await stage('build', process.execPath, ['electron/build.ts'])
const vitest = [bin('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${join(out, 'vitest.json')}`]
const [program, ...words] = [...(display ?? []), ...vitest]
await stage('unit, contract, journeys', program as string, words, vitestCount)
if (built) await runEndToEnd(display)
else loudly.push('!!! the end-to-end tests did not run: the build failed')

console.log(`\n${summary.join('\n')}`)
if (loudly.length > 0) console.log(`\n${loudly.join('\n')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed === 0 ? 0 : 1)
