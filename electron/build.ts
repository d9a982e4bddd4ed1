import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { InlineConfig } from 'vite'

const root = resolve(import.meta.dirname, '..')
const out = join(root, 'out')
const stampFile = join(out, 'stamp.json')

const SOURCES = ['electron/**/*.ts', 'shared/**/*.ts', 'renderer/**/*', 'vite.config.ts', 'package-lock.json']

/** What Electron runs: the main process and the face check's worker thread, as modules whose packages stay outside. */
const mainConfig: InlineConfig = {
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  ssr: { external: true },
  build: {
    ssr: true,
    outDir: join(out, 'main'),
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      external: ['electron'],
      input: { main: join(root, 'electron/main.ts'), 'face-worker': join(root, 'electron/photo/face-worker.ts') },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
}

/** A sandboxed preload script cannot be a module, and may require nothing but Electron. */
const preloadConfig: InlineConfig = {
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: join(out, 'preload'),
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      external: ['electron'],
      input: { preload: join(root, 'electron/preload.ts') },
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
}

/** A digest of everything the build reads: the same digest, the same build. */
function sourceDigest(): string {
  const digest = createHash('sha256')
  for (const file of globSync(SOURCES, { cwd: root, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()) {
    digest.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  }
  return digest.digest('hex')
}

function isBuilt(digest: string): boolean {
  if (!existsSync(stampFile)) return false
  const parts = ['renderer/index.html', 'main/main.js', 'preload/preload.cjs']
  return readFileSync(stampFile, 'utf8') === digest && parts.every(part => existsSync(join(out, part)))
}

/** Builds the page, the main process and the preload script into `out/`, unless they are there and nothing has changed. Answers whether it built. */
export async function build(): Promise<boolean> {
  const digest = sourceDigest()
  if (isBuilt(digest)) return false
  rmSync(stampFile, { force: true })
  const vite = await import('vite')
  await Promise.all([
    vite.build({ root: join(root, 'renderer'), configFile: join(root, 'vite.config.ts'), logLevel: 'warn' }),
    vite.build(mainConfig),
    vite.build(preloadConfig),
  ])
  mkdirSync(out, { recursive: true })
  writeFileSync(stampFile, digest)
  return true
}

if (import.meta.main) {
  console.log((await build()) ? 'built into out/' : 'out/ is up to date')
}
