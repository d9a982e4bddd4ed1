/** What several hands put in and one takes out, in order. */
export interface Channel<T> {
  /** Resolves when there is room for more; what is put in is there at once. */
  put(item: T): Promise<void>
  /** Items as they come; ends after `close`, when what was put in before has been taken. */
  items(): AsyncGenerator<T>
  close(): void
}

/** `room`: so many items may lie in it before whoever puts in has to wait; memory stays flat while the reader is slow. */
export function createChannel<T>(room: number): Channel<T> {
  const queue: T[] = []
  let closed = false
  let filled = Promise.withResolvers<void>()
  let emptied = Promise.withResolvers<void>()
  return {
    async put(item) {
      if (closed) return
      queue.push(item)
      filled.resolve()
      while (queue.length > room && !closed) await emptied.promise
    },
    async *items() {
      for (;;) {
        const item = queue.shift()
        if (item !== undefined) {
          emptied.resolve()
          emptied = Promise.withResolvers()
          yield item
        } else if (closed) return
        else {
          filled = Promise.withResolvers()
          await filled.promise
        }
      }
    },
    close() {
      closed = true
      filled.resolve()
      emptied.resolve()
    },
  }
}
