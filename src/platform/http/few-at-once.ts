import type { Request, RequestHandler, Response } from 'express'

/** Answers to one caller that are under way at once: as many as a browser asks for on its own. */
const LANES = 6
/** An answer that takes longer lets the next one begin, ms: readers behind one address whose lines are slow do not hold up the others there. */
const LONGEST_MS = 100

interface Line {
  running: number
  waiting: (() => void)[]
}

/**
 * Has a few requests of one caller answered at once, and the others after these, in their order; none is refused. However many connections a caller opens,
 * what somebody else asks for comes after a few of hers, not after one for each connection. A whole town hall behind one address has what the server can give.
 * @param callerOf what tells callers apart
 */
export function fewAtOnce(callerOf: (request: Request) => string): RequestHandler {
  const lines = new Map<string, Line>()
  const advance = (caller: string, line: Line) => {
    while (line.running < LANES) {
      const begin = line.waiting.shift()
      if (!begin) break
      begin()
    }
    if (line.running === 0) lines.delete(caller)
  }
  return (request, response, next) => {
    const caller = callerOf(request)
    const line = lines.get(caller) ?? { running: 0, waiting: [] }
    lines.set(caller, line)
    line.waiting.push(() => {
      // Who left while she waited is not answered.
      if (response.closed) return
      line.running += 1
      untilClosed(response, () => {
        line.running -= 1
        advance(caller, line)
      })
      next()
    })
    advance(caller, line)
  }
}

/** Calls `end` once: when the answer is sent or given up, {@link LONGEST_MS} after now at the latest. */
function untilClosed(response: Response, end: () => void): void {
  const settle = () => {
    clearTimeout(timer)
    response.off('close', settle)
    end()
  }
  const timer = setTimeout(settle, LONGEST_MS)
  response.once('close', settle)
}
