import type { RequestHandler, Response } from 'express'

/** Time that a body has to come whole, ms: the largest of them on a telephone in the country. */
const BODY_MS = 20_000

/** Ends the connection of a body that trickles: a few slow callers would hold all of a server's. Files have longer, see {@link letBodyTakeTime}. */
export function limitBodyTime(patienceMs: number = BODY_MS): RequestHandler {
  return (request, response, next) => {
    if (request.complete) return next()
    const timer = setTimeout(() => {
      if (request.complete) return
      if (response.headersSent) return void request.destroy()
      response.writeHead(408, { Connection: 'close' }).end(() => request.destroy())
    }, patienceMs)
    const stop = () => clearTimeout(timer)
    response.locals[STOP] = stop
    request.once('end', stop).once('close', stop)
    next()
  }
}

const STOP = 'stopBodyTimer'

/** Lets the body of this request come in the time of the server's own limit: it is a file, and who sends it is known. */
export const letBodyTakeTime: RequestHandler = (_request, response, next) => {
  stopBodyTimer(response)
  next()
}

function stopBodyTimer({ locals }: Response): void {
  const stop: unknown = locals[STOP]
  if (typeof stop === 'function') stop()
}
