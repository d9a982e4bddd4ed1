import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export type Count = { passed: number; failed: number; skipped: number }

export interface FailedTest {
  /** What the runner takes to run it again, from the project's root; null where it is no test that failed. */
  file: string | null
  name: string
  why: string
}

/** What a test runner's JSON report tells. */
export interface Report {
  count: Count
  failed: FailedTest[]
}

/** Why a test failed, short enough to be read at the end of a long output. */
export function briefly({ name, why }: FailedTest): string {
  const lines = why
    .replace(COLOURS, '')
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
  return [`--- ${name}`, ...lines.slice(0, 6).map(line => `      ${line.slice(0, 200)}`)].join('\n')
}

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

interface VitestJson {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: {
    name: string
    status: string
    message?: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] | null }[]
  }[]
}

/** Vitest's `json` reporter; null where it wrote none. A file that could not be loaded is a failure of its own. */
export function vitestReport(path: string, root: string): Report | null {
  const report = read<VitestJson>(path)
  if (!report) return null
  const failed = report.testResults.flatMap(({ name, status, message, assertionResults }): FailedTest[] => {
    const file = relative(root, name)
    const tests = assertionResults.filter(one => one.status === 'failed')
    if (status === 'failed' && tests.length === 0) return [{ file, name: file, why: message ?? '' }]
    return tests.map(({ fullName, failureMessages }) => ({
      file,
      name: `${file}: ${fullName}`,
      why: failureMessages?.join('\n') ?? '',
    }))
  })
  const { numPassedTests: passed, numPendingTests, numTodoTests } = report
  return { count: { passed, failed: failed.length, skipped: numPendingTests + numTodoTests }, failed }
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[]
  specs?: { title: string; file: string; line: number; tests: PlaywrightTest[] }[]
}
interface PlaywrightTest {
  projectName: string
  status: string
  results: { errors: PlaywrightError[] }[]
}
interface PlaywrightError {
  message?: string
  location?: { line: number }
}
interface PlaywrightJson extends PlaywrightSuite {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: PlaywrightError[]
}

/** Playwright's `json` reporter; null where it wrote none. What went wrong outside of any test is a failure of its own. */
export function playwrightReport(path: string, testDir: string): Report | null {
  const report = read<PlaywrightJson>(path)
  if (!report) return null
  const failed: FailedTest[] = []
  const collect = ({ suites = [], specs = [] }: PlaywrightSuite): void => {
    for (const { tests, file, line, title } of specs)
      for (const { projectName, status, results } of tests) {
        if (status !== 'unexpected') continue
        const error = results.at(-1)?.errors[0]
        const at = error?.location ? `line ${error.location.line}: ` : ''
        failed.push({
          file: join(testDir, file),
          name: `[${projectName}] ${file}:${line} ${title}`,
          why: `${at}${error?.message ?? ''}`,
        })
      }
    for (const suite of suites) collect(suite)
  }
  collect(report)
  for (const { message } of report.errors) failed.push({ file: null, name: 'outside of any test', why: message ?? '' })
  const { expected, flaky, skipped } = report.stats
  return { count: { passed: expected + flaky, failed: failed.length, skipped }, failed }
}

function read<T>(path: string): T | null {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}
