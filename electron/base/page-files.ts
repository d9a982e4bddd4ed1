import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.bin': 'application/octet-stream',
}

export type PageFile = { body: Buffer; type: string; isPage: boolean }

/**
 * The built page's file behind a URL's path, or null: unknown, of no kind we serve, or outside `root`. Both hosts serve the window through this one door.
 * `nonce` takes the place of `__CSP_NONCE__` in the page.
 */
export async function pageFile(root: string, pathname: string, nonce: string): Promise<PageFile | null> {
  const relative = relativePath(pathname)
  const type = relative === null ? undefined : types[extname(relative)]
  if (relative === null || type === undefined) return null
  const body = await readFile(join(root, relative)).catch(() => null)
  if (body === null) return null
  const isPage = relative === 'index.html'
  return { body: isPage ? Buffer.from(body.toString('utf8').replaceAll('__CSP_NONCE__', nonce)) : body, type, isPage }
}

/** `/a/b.js` -> `a/b.js`; null for everything that is not plain names joined by single slashes. */
function relativePath(pathname: string): string | null {
  let path: string
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (path === '/') return 'index.html'
  const names = path.split('/').slice(1)
  // A name that starts with a letter, digit or _ is neither `..` nor hidden nor empty, and none of these characters separates anything on any platform.
  if (!path.startsWith('/') || !names.every(name => /^\w[\w.@-]*$/.test(name))) return null
  return names.join(sep)
}
