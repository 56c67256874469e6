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
