import type { Request, RequestHandler } from 'express'

/** Requests of one caller that begin in a turn of the event loop: what a page asks for at once, some six files, takes two. */
const A_TURN = 4

/**
 * Has a few requests of one caller begin in each turn of the event loop, and the others in the next ones, in their order; none is refused. A caller who opens
 * sixty connections has them all read in one turn: what somebody else asks for then comes after a few of hers, not after all.
 * @param callerOf what tells callers apart
 */
export function fewATurn(callerOf: (request: Request) => string): RequestHandler {
  const begun = new Map<string, number>()
  const waiting = new Map<string, (() => void)[]>()
  let isTurning = false
  const turn = () => {
    isTurning = false
    begun.clear()
    for (const [caller, line] of waiting) {
      begun.set(caller, A_TURN)
      for (const begin of line.splice(0, A_TURN)) begin()
      if (line.length === 0) waiting.delete(caller)
    }
    if (begun.size > 0) nextTurn()
  }
  const nextTurn = () => {
    if (isTurning) return
    isTurning = true
    setImmediate(turn)
  }
  return (request, response, next) => {
    const caller = callerOf(request)
    const count = begun.get(caller) ?? 0
    nextTurn()
    if (count < A_TURN && !waiting.has(caller)) {
      begun.set(caller, count + 1)
      return next()
    }
    const line = waiting.get(caller) ?? []
    waiting.set(caller, line)
    // Who left while she waited is not answered.
    line.push(() => void (response.closed || next()))
  }
}
