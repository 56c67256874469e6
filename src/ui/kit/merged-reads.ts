/**
 * Makes a reading safe to ask for at every hint: one runs at a time, and hints that come meanwhile are answered by one
 * more. The returned promise ends with a reading that began after the call.
 */
export function mergedReads(read: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  const start = (): Promise<void> => {
    running = read().finally(() => {
      running = null
    })
    return running
  }
  return () => {
    if (!running) return start()
    next ??= running.then(begin, begin)
    return next
  }
  function begin(): Promise<void> {
    next = null
    return start()
  }
}

/**
 * Does something at most every so often, however often it is asked: at once when it was quiet, and once more at the end of
 * the pace for what was asked meanwhile.
 */
export function paced(act: () => void, everyMs: number): () => void {
  let last = Number.NEGATIVE_INFINITY
  let waiting = false
  const run = () => {
    waiting = false
    last = Date.now()
    act()
  }
  return () => {
    if (waiting) return
    const leftMs = last + everyMs - Date.now()
    if (leftMs <= 0) return run()
    waiting = true
    setTimeout(run, leftMs)
  }
}
