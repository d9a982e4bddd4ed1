import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { faceFiles } from './renderer/camera/model-files.ts'

/** Serves what the face check loads at run time, out of the npm packages: nothing is fetched, nothing is kept twice. */
function faceModels(): Plugin {
  const read = (path: string) => readFileSync(resolve(import.meta.dirname, 'node_modules', path))
  return {
    name: 'face-models',
    generateBundle() {
      for (const [url, path] of Object.entries(faceFiles))
        this.emitFile({ type: 'asset', fileName: url.slice(1), source: read(path) })
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = faceFiles[request.url ?? '']
        if (!path) return next()
        response.setHeader('content-type', path.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream')
        response.end(read(path))
      })
    },
  }
}

/** The same build is served by `foyer://console/` (Electron) and by http://127.0.0.1:port/ (browser host), under a CSP without inline scripts and data: fonts. */
export default defineConfig({
  root: resolve(import.meta.dirname, 'renderer'),
  base: '/',
  publicDir: false,
  plugins: [react(), faceModels()],
  build: {
    outDir: resolve(import.meta.dirname, 'out/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      onLog(level, log, handler) {
        // Mantine marks every module for React Server Components; there is no server here.
        if (log.code === 'MODULE_LEVEL_DIRECTIVE' && log.message.includes('use client')) return
        handler(level, log)
      },
    },
  },
})
