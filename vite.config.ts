import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { faceModels as models } from './shared/model/face-model.ts'

/** What the face check loads at run time, by the path the page asks for. Taken from the npm packages: nothing is fetched, nothing is kept twice. */
const faceFiles: Record<string, string> = {
  ...Object.fromEntries(
    models
      .flatMap(name => [`${name}.json`, `${name}.bin`])
      .map(name => [`models/${name}`, `node_modules/@vladmandic/human/models/${name}`]),
  ),
  ...Object.fromEntries(
    ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'].map(name => [
      `wasm/${name}`,
      `node_modules/@tensorflow/tfjs-backend-wasm/dist/${name}`,
    ]),
  ),
}

function faceModels(): Plugin {
  const read = (path: string) => readFileSync(resolve(import.meta.dirname, path))
  return {
    name: 'face-models',
    generateBundle() {
      for (const [fileName, path] of Object.entries(faceFiles)) this.emitFile({ type: 'asset', fileName, source: read(path) })
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = faceFiles[(request.url ?? '').slice(1)]
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
