import { globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, posix, resolve } from 'node:path'
import { expect, test } from 'vitest'

/**
 * The arrows of the house as data: which rooms each room may look into, and which packages it may bring along. A room is the longest prefix of a file's path;
 * `*` means any package that is not Electron, `node` means node: modules. Every room may look into itself.
 */
const arrows: Record<string, { rooms: string[]; packages?: string[] }> = {
  'shared/model': { rooms: [], packages: ['zod'] },
  'shared/contract': { rooms: ['shared/model'], packages: ['zod'] },

  'electron/base': { rooms: ['shared/model', 'package.json'], packages: ['node', 'pino'] },
  'electron/queue': {
    rooms: ['electron/base', 'shared/model', 'electron/storage/database.ts'],
    packages: ['node', 'better-sqlite3', 'zod'],
  },
  'electron/storage': { rooms: ['electron/base', 'shared/model'], packages: ['node', 'better-sqlite3', 'zod'] },
  'electron/photo': { rooms: ['electron/base', 'shared/model'], packages: ['*', 'node'] },
  'electron/visitor-list': { rooms: ['electron/base', 'shared/model'], packages: ['*', 'node'] },
  'electron/access-control': { rooms: ['electron/base', 'shared/model'], packages: ['node', 'undici', 'zod'] },
  'electron/access-control/hikcentral': {
    rooms: ['electron/access-control', 'electron/base', 'shared/model'],
    packages: ['node', 'undici', 'zod'],
  },
  'electron/access-control/isapi': {
    rooms: ['electron/access-control', 'electron/base', 'shared/model'],
    packages: ['node', 'undici', 'zod'],
  },
  'electron/access-control/open.ts': {
    rooms: [
      'electron/access-control',
      'electron/access-control/hikcentral',
      'electron/access-control/isapi',
      'electron/base',
      'shared/model',
    ],
    packages: ['node', 'undici', 'zod'],
  },
  // The second witness: what it knows of the protocol, it knows by itself.
  'electron/simulator': { rooms: ['electron/base/clock.ts', 'electron/base/random.ts'], packages: ['node'] },
  'electron/outside': { rooms: ['electron/base', 'shared/model'], packages: ['*', 'node'] },
  'electron/jobs': {
    rooms: [
      'electron/access-control/port.ts',
      'electron/queue',
      'electron/storage',
      'electron/photo',
      'electron/base',
      'shared/model',
    ],
    packages: ['node', 'zod'],
  },
  'electron/app': {
    rooms: [
      'electron/app/embedded-site.ts',
      'electron/jobs',
      'electron/queue',
      'electron/storage',
      'electron/photo',
      'electron/visitor-list',
      'electron/access-control/port.ts',
      'electron/access-control/feed.ts',
      'electron/access-control/open.ts',
      'electron/access-control/connector.ts',
      'electron/outside',
      'electron/base',
      'shared/model',
      'shared/contract',
    ],
    packages: ['node', 'zod'],
  },
  // The embedded site is the one place where the console and the simulator meet, and it takes only the simulator's front door.
  'electron/app/embedded-site.ts': {
    rooms: ['electron/app', 'electron/simulator', 'electron/base', 'shared/model'],
    packages: ['node'],
  },

  'electron/shell': {
    rooms: ['electron/app', 'electron/base', 'shared/model', 'shared/contract'],
    packages: ['electron', 'electron-store', 'node'],
  },
  'electron/web': {
    rooms: ['electron/app', 'electron/base', 'shared/model', 'shared/contract'],
    packages: ['node', 'ws', 'zod'],
  },
  'electron/cli': {
    rooms: [
      'electron/app',
      'electron/base',
      'shared/model',
      'shared/contract',
      // Plain Node's settings and secrets are one pair of files for both hosts of plain Node.
      'electron/web/settings-file.ts',
      'electron/web/secret-store.ts',
      'electron/simulator',
      // `connect` shows the certificate before there is a connection to ask through.
      'electron/access-control/connector.ts',
      'electron/access-control/port.ts',
      // The demo's guests are drawn.
      'electron/photo/draw-photo.ts',
    ],
    packages: ['node', 'zod', 'pdfkit'],
  },
  'electron/preload.ts': { rooms: ['shared/contract'], packages: ['electron'] },
  'electron/main.ts': { rooms: ['electron/app', 'electron/base', 'electron/shell'], packages: ['electron', 'node'] },
  'electron/headless.ts': { rooms: ['electron/app', 'electron/base', 'electron/web'], packages: ['node'] },
  'electron/start.ts': {
    rooms: ['electron/base', 'electron/headless.ts', 'electron/build.ts', 'electron/electron-binary.ts'],
    packages: ['node'],
  },
  'electron/electron-binary.ts': { rooms: ['electron/base'], packages: ['node'] },
  'electron/build.ts': { rooms: [], packages: ['node', 'vite'] },
}

/** The page's rooms: a screen sees stores, the frame's parts, texts and words, never another screen. */
const pageRooms = ['renderer/stores', 'renderer/ui', 'renderer/text', 'renderer/keys', 'shared/model', 'shared/contract']
const pageParts = ['renderer/ui', 'renderer/text', 'renderer/link', 'renderer/stores', 'renderer/keys']
const pageArrows: Record<string, string[]> = {
  'renderer/desk': [...pageRooms, 'renderer/camera'],
  'renderer/link': ['shared/model', 'shared/contract'],
  'renderer/stores': ['renderer/link', 'shared/model', 'shared/contract'],
  'renderer/text': ['shared/model', 'shared/contract', 'renderer/stores'],
  'renderer/ui': ['renderer/text', 'renderer/keys', 'renderer/stores', 'shared/model', 'shared/contract'],
}

const root = resolve(import.meta.dirname, '..')
const sources = globSync('{shared,electron,renderer}/**/*.{ts,tsx}', { cwd: root }).map(path => path.replaceAll('\\', '/'))

/** Comments and the insides of strings, gone: what is left is what runs. Import specifiers are read before. */
const withoutWords = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, found =>
    found.startsWith('/') ? '' : "''",
  )

const textOf = (path: string) => readFileSync(join(root, path), 'utf8')

function importsOf(path: string): string[] {
  const text = textOf(path).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/[^\n]*/gm, '')
  const found = text.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\(\s*|new URL\(\s*(?=['"][^'"]+\.ts['"]))(['"])([^'"\n]+)\1/g)
  return [...found].map(match => match[2] as string).filter(name => !/^(https?|wss?|foyer|file|data):/.test(name))
}

/** A path of ours, or the package's name; `node` for Node's own. */
function targetOf(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier.replace(/\?.*$/, ''))
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  return name.startsWith('node:') || builtinModules.includes(name) ? 'node' : name
}

const roomOf = (path: string, rooms: string[]) =>
  rooms.filter(room => path === room || path.startsWith(`${room}/`)).sort((a, b) => b.length - a.length)[0]

function crossings(path: string, room: string, allowed: string[], packages: string[], rooms: string[]): string[] {
  return importsOf(path)
    .map(specifier => ({ specifier, target: targetOf(path, specifier) }))
    .filter(({ specifier, target }) => {
      if (!specifier.startsWith('.') && !specifier.startsWith('/')) {
        return !(packages.includes(target) || (packages.includes('*') && target !== 'electron' && target !== 'node'))
      }
      const targetRoom = roomOf(target, rooms)
      return !(targetRoom === room || allowed.includes(target) || (targetRoom !== undefined && allowed.includes(targetRoom)))
    })
    .map(({ target }) => `${path} -> ${target}`)
}

test('every file of the core and its hosts lies in a room', () => {
  const rooms = Object.keys(arrows)
  expect(sources.filter(path => !path.startsWith('renderer/') && !roomOf(path, rooms))).toEqual([])
})

test('the core and its hosts look only where their arrows point', () => {
  const rooms = Object.keys(arrows)
  const found = sources
    .filter(path => !path.startsWith('renderer/'))
    .flatMap(path => {
      const room = roomOf(path, rooms) as string
      const { rooms: allowed, packages = [] } = arrows[room] as { rooms: string[]; packages?: string[] }
      return crossings(path, room, allowed, packages, rooms)
    })
  expect(found).toEqual([])
})

test('the page looks only where its arrows point, and never into the core', () => {
  const pages = sources.filter(path => path.startsWith('renderer/'))
  const folders = [
    ...new Set(pages.filter(path => path.split('/').length > 2).map(path => path.split('/').slice(0, 2).join('/'))),
  ]
  const rooms = [...folders, 'shared/model', 'shared/contract', 'renderer', 'electron']
  const found = pages.flatMap(path => {
    const room = roomOf(path, rooms) as string
    // The frame holds the screens; the files at the top put everything together.
    const allowed =
      room === 'renderer' || room === 'renderer/frame'
        ? [...folders, 'renderer', ...pageRooms, ...pageParts]
        : (pageArrows[room] ?? pageRooms)
    return crossings(path, room, allowed, ['*'], rooms)
  })
  expect(found).toEqual([])
})

test('electron is imported in three places only', () => {
  const places = sources.filter(path =>
    importsOf(path).some(name => name === 'electron' || name.startsWith('electron/') || name === 'electron-store'),
  )
  expect(places.filter(path => !/^electron\/(main\.ts|preload\.ts|shell\/)/.test(path))).toEqual([])
})

/** What nobody may say outside base, and where else it is allowed. */
const nevers: { say: RegExp; instead: string; except: RegExp }[] = [
  { say: /\bDate\.now\b|\bnew Date\(\)/, instead: 'clock.now()', except: /^(electron\/base|renderer)\// },
  { say: /(?<!\.)\b(setTimeout|setInterval|setImmediate)\(/, instead: 'the clock', except: /^(electron\/base|renderer)\// },
  { say: /\bperformance\.now\b|\bhrtime\b/, instead: 'clock.monotonic()', except: /^(electron\/base|renderer)\// },
  { say: /\bMath\.random\b/, instead: 'random', except: /^electron\/base\// },
  { say: /\bprocess\.(env|argv)\b/, instead: 'base/profile', except: /^electron\/base\// },
  { say: /\bexport\s+default\b/, instead: 'a name', except: /\.d\.ts$/ },
  { say: /\bexport\s+\*|\bexport\s*\{[^}]*\}\s*from\b/, instead: 'the file itself', except: /^$/ },
  { say: /\bdangerouslySetInnerHTML\b|\binnerHTML\s*=/, instead: 'elements', except: /^$/ },
  { say: /\beval\(|\bnew Function\(/, instead: 'code', except: /^$/ },
]

test.each(nevers)('never $say, but $instead', ({ say, except }) => {
  const found = sources
    .filter(path => !except.test(path))
    .flatMap(path => {
      const lines = withoutWords(textOf(path)).split('\n')
      return lines.filter(line => say.test(line)).map(line => `${path}: ${line.trim()}`)
    })
  expect(found).toEqual([])
})

test('no barrels, no words that say nothing', () => {
  expect(sources.filter(path => /(^|\/)index\.tsx?$/.test(path))).toEqual([])
  expect(sources.filter(path => /(manager|helper|utils?|service|common|lib)s?(\.|\/|-)/i.test(path))).toEqual([])
})

test('a file has one purpose: none is longer than 250 lines', () => {
  // A dictionary is as long as what there is to say.
  const written = sources.filter(path => !/^renderer\/text\/.*\.(ru|en)\.ts$/.test(path))
  expect(written.filter(path => textOf(path).split('\n').length > 251)).toEqual([])
})
