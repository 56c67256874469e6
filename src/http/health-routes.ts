import { Router } from 'express'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { HttpContext } from './http-context.js'

/** Liveness, readiness and metrics, without any personal datum. */
export function healthRoutes(context: HttpContext): Router {
  const router = Router()
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'guichet_' })
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' })
  })
  router.get('/readyz', async (_request, response) => {
    const storage = await isWritable(context)
    const readiness = context.readiness()
    const stopping = context.stopping()
    // Without its model the server still answers, by words alone and with a stricter threshold: degraded, not down.
    const status = !storage || stopping ? 'not_ready' : readiness.model === 'ready' ? 'ready' : 'degraded'
    response
      .status(status === 'not_ready' ? 503 : 200)
      .json({ status, storage: storage ? 'writable' : 'unavailable', stopping, ...readiness })
  })
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics())
  })
  return router
}

async function isWritable(context: HttpContext): Promise<boolean> {
  try {
    await context.assistant.store.check()
    return true
  } catch {
    return false
  }
}
