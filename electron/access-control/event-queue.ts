/** Hands over what several tell to one who reads, in the order it was told. */
export interface EventQueue<T> extends AsyncIterable<T> {
  push(item: T): void
  /** Undefined while there is room; else a promise that resolves when there is again. Nothing pushed is ever dropped. */
  ready(): Promise<void> | undefined
  /** What was pushed is read, then the reading ends. */
  close(): void
}

/** A queue that asks its writers to wait beyond `limit` items. One reader. */
export function createEventQueue<T>(limit: number): EventQueue<T> {
  let items: T[] = []
  let taken = 0
  let closed = false
  let arrived = () => {}
  let room: { promise: Promise<void>; resolve: () => void } | null = null

  function take(): T {
    const item = items[taken++] as T
    if (taken === items.length) {
      items = []
      taken = 0
    }
    if (room && items.length - taken < limit) {
      room.resolve()
      room = null
    }
    return item
  }

  return {
    push(item) {
      if (closed) return
      items.push(item)
      arrived()
    },
    ready() {
      if (closed || items.length - taken < limit) return undefined
      room ??= Promise.withResolvers<void>()
      return room.promise
    },
    close() {
      closed = true
      arrived()
      room?.resolve()
      room = null
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        if (taken < items.length) yield take()
        else if (closed) return
        else {
          await new Promise<void>(resolve => {
            arrived = resolve
          })
          arrived = () => {}
        }
      }
    },
  }
}
