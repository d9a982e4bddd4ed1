import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { findChromium, installChromium, installPackages } from './support/chromium.ts'
import { electronBinary } from './support/electron.ts'
import { briefly, type Count, type FailedTest, playwrightReport, type Report, vitestReport } from './support/reports.ts'

// `npm test`: types, lint, build, unit, contract, journeys, end-to-end. Its last line is `N passed, N failed, N skipped`.

const root = resolve(import.meta.dirname, '..')
const out = join(root, 'out/test')
const bin = (name: string) => join(root, 'node_modules/.bin', name)

const total: Count = { passed: 0, failed: 0, skipped: 0 }
const summary: string[] = []
const loudly: string[] = []
const failures: string[] = []

const say = (line: string) => console.log(`\n[test] ${line}`)

function run(program: string, words: string[]): Promise<number> {
  return new Promise(done => {
    const child = spawn(program, words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
    child.once('error', () => done(127))
    child.once('exit', code => done(code ?? 1))
  })
}

interface Stage {
  name: string
  program: string
  words: string[]
  /** What the runner wrote down of its tests. */
  report?: () => Report | null
}

/** More than so many failures are no accident: they are not run again. */
const FEW = 5

/** Runs one stage and adds what it counted; a stage that ends badly without naming a failed test counts as one. */
async function stage({ name, program, words, report = () => null }: Stage): Promise<boolean> {
  say(name)
  const startedAt = performance.now()
  let code = await run(program, words)
  const { count, failed } = report() ?? { count: { passed: 0, failed: 0, skipped: 0 }, failed: [] }
  if (code !== 0 && count.failed === 0) count.failed = 1
  if (await passesAgain(failed, program, words)) {
    for (const test of failed) loudly.push(`!!! UNSTEADY, passed when run again:\n${briefly(test)}`)
    count.passed += failed.filter(({ file }) => file !== null).length
    count.failed = code = 0
  } else failures.push(...failed.map(briefly))
  for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += count[key]
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  summary.push(
    `${code === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${seconds.padStart(6)} s   ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`,
  )
  return code === 0
}

/** Whether the files of the few tests that failed pass when nothing else runs: such a test is unsteady, which is said, and the product is not broken. */
async function passesAgain(failed: readonly FailedTest[], program: string, words: readonly string[]): Promise<boolean> {
  const files = new Set(failed.flatMap(({ file }) => file ?? []))
  if (files.size === 0 || failed.length > FEW) return false
  say(`again, alone: ${[...files].join(' ')}`)
  return (await run(program, [...words, ...files])) === 0
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
  const words = [bin('playwright'), 'test', '-c', 'test/e2e/playwright.config.ts', ...projects.map(name => `--project=${name}`)]
  const [program, ...rest] = [...(projects.includes('electron') ? (display ?? []) : []), ...words]
  await stage({
    name: 'e2e',
    program: program as string,
    words: rest,
    report: () => playwrightReport(join(out, 'e2e.json'), 'test/e2e'),
  })
}

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const display = electronBinary() ? displayWords() : null
if (!electronBinary()) loudly.push('!!! no Electron binary here: what only Electron can show was SKIPPED')

for (const project of ['shared', 'electron', 'renderer', 'test'])
  await stage({ name: `types ${project}`, program: bin('tsc'), words: ['--noEmit', '-p', project] })
await stage({ name: 'lint', program: bin('biome'), words: ['check', '.'] })
const built = await stage({ name: 'build', program: process.execPath, words: ['electron/build.ts'] })
const vitest = [bin('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${join(out, 'vitest.json')}`]
const [program, ...words] = [...(display ?? []), ...vitest]
await stage({
  name: 'unit, contract, journeys',
  program: program as string,
  words,
  report: () => vitestReport(join(out, 'vitest.json'), root),
})
if (built) await runEndToEnd(display)
else loudly.push('!!! the end-to-end tests did not run: the build failed')

console.log(`\n${summary.join('\n')}`)
if (failures.length > 0) console.log(`\n${failures.join('\n')}`)
if (loudly.length > 0) console.log(`\n${loudly.join('\n')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed === 0 ? 0 : 1)
