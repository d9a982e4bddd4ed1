import type { Link } from '../../shared/contract/link.ts'
import type { Bridge } from './carrier.ts'
import { linkLost } from './carrier.ts'
import { PushBoard } from './push-board.ts'

/** A link over Electron's IPC: always open. */
export function bridgeLink(bridge: Bridge): Link {
  const board = new PushBoard()
  bridge.onPush((name, value) => board.tell(name, value))
  return {
    invoke: (name, input) => bridge.invoke(name, input).catch(() => linkLost) as never,
    onPush: (name, listener) => board.listen(name, listener),
    onState(listener) {
      let listening = true
      queueMicrotask(() => listening && listener('open'))
      return () => {
        listening = false
      }
    },
  }
}
