import { contextBridge, ipcRenderer } from 'electron'

// All that the page ever sees of Electron: two verbs over two channels (renderer/link/carrier.ts has the same shape in words).
contextBridge.exposeInMainWorld('foyer', {
  invoke: (name: string, input: unknown): Promise<unknown> => ipcRenderer.invoke('foyer:call', name, input),
  onPush(listener: (name: string, value: unknown) => void): () => void {
    const hear = (_event: unknown, name: string, value: unknown) => listener(name, value)
    ipcRenderer.on('foyer:push', hear)
    return () => ipcRenderer.off('foyer:push', hear)
  },
})
