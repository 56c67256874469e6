import { Router } from 'express'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { HttpContext, MailState, Readiness } from './http-context.js'

/** Liveness, readiness and metrics, without any personal datum. */
export function healthRoutes(context: HttpContext): Router {
  const router = Router()
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'guichet_' })
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' })
  })
  const look = shareLooks(async () => ({ storage: await isWritable(context), mail: await mailState(context) }))
  router.get('/readyz', async (_request, response) => {
    const { storage, mail } = await look()
    const readiness: Readiness = { ...context.readiness(), mail }
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

/** Anyone may ask, and each look writes to the disk: those who ask at once share one. */
function shareLooks<T>(look: () => Promise<T>): () => Promise<T> {
  let shared: Promise<T> | null = null
  return () => {
    shared ??= look().finally(() => {
      shared = null
    })
    return shared
  }
}

async function isWritable(context: HttpContext): Promise<boolean> {
  try {
    await context.assistant.store.check()
    return true
  } catch {
    return false
  }
}

async function mailState({ assistant: { store, handover }, communes }: HttpContext): Promise<MailState> {
  const unsent = (await Promise.all([...communes.keys()].map((id) => store.listUnsentMails(id)))).flat()
  return {
    status: handover.mailer ? 'on' : 'off',
    waiting: unsent.filter(({ status }) => status === 'waiting').length,
    failed: unsent.filter(({ status }) => status === 'failed').length,
    lastFault: unsent.findLast(({ fault }) => fault !== null)?.fault ?? null,
  }
}
