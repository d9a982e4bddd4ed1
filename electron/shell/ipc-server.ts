import { type IpcMainInvokeEvent, ipcMain, webContents } from 'electron'
import type { Answer } from '../../shared/model/failure.ts'
import type { Dispatcher } from '../app/dispatcher.ts'
import type { PushBus } from '../app/push-bus.ts'
import { isOurPage } from './page-protocol.ts'

const notOurs: Answer<never> = { ok: false, failure: { kind: 'invalid', cause: 'foreign-sender' } }

/** The corridor over Electron's IPC: one channel in, one out. Returns the way to close it. */
export function openIpcServer(options: { dispatcher: Dispatcher; pushes: PushBus }): () => void {
  ipcMain.handle('foyer:call', (event, name: unknown, input: unknown): Promise<Answer<unknown>> | Answer<never> => {
    if (!isFromOurPage(event)) return notOurs
    return options.dispatcher.dispatch(String(name), input)
  })
  const unsubscribe = options.pushes.subscribe((name, value) => {
    for (const contents of webContents.getAllWebContents()) {
      if (!contents.isDestroyed() && isOurPage(contents.getURL())) contents.send('foyer:push', name, value)
    }
  })
  return () => {
    unsubscribe()
    ipcMain.removeHandler('foyer:call')
  }
}

/** The page's own top frame, not one inside it: a frame's address is the browser process's word, not the sender's. */
function isFromOurPage(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame
  return frame !== null && frame === event.sender.mainFrame && isOurPage(frame.url)
}
