import type { Express } from 'express'
import { createGuards } from './assistant/routes/guards.js'
import type { Config } from './config.js'
import type { PartsState } from './features/service/model-readiness.js'
import { FEATURES } from './features.js'
import { type Logger, stackOf } from './log.js'
import type { Duty, OpenFeature } from './platform/feature.js'
import { createServer } from './platform/http/create-server.js'
import { errorPage } from './platform/http/pages/send-page.js'
import type { Store } from './store/store.js'
import { chatPageRoutes } from './ui/chat-page/contract.js'
import { type Overrides, openPlatform, type Platform } from './wiring/open-platform.js'
import { type Life, openServices, type Services } from './wiring/open-services.js'

export type { Overrides } from './wiring/open-platform.js'

/** A running application, not yet listening. */
export interface App {
  server: Express
  store: Store
  /** Settles when the model is in use, or has been found unusable. */
  modelSettled: Promise<PartsState>
  /** Expires what is overdue, looks at talks and consoles that fell silent, offers waits to agents, and erases what is old; called on a timer by `main`. Failures are logged, and tried again next time. */
  sweep(): Promise<void>
  /** Says in `/readyz` that the process leaves; everything goes on. */
  beginLeave(): void
  /** Refuses new requests and ends open streams, whose readers come back elsewhere; those being answered go on. */
  beginStop(): void
  /** Finishes writes and releases the data folder; called when no request is being answered any more. */
  stop(): Promise<void>
}

/**
 * Opens the platform, then each feature of the list, then the server over them.
 * @throws ConfigError, ContentError, AppError `storage_locked`, `storage_unavailable`, `storage_newer`, `birth_differs`, `seal_key_unusable` or
 * `seal_key_differs`
 */
export async function createApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const defaults = { builtFrom: new URL('./', import.meta.url), features: FEATURES }
  const platform = await openPlatform(config, { ...defaults, ...overrides })
  return openApp(platform).catch((error: unknown) => platform.store.close().then(() => Promise.reject(error)))
}

async function openApp(platform: Platform): Promise<App> {
  const { config, overrides, store, logger } = platform
  const life: Life = { leaving: false, stopping: false }
  const services = await openServices(platform, life)
  const opened = await Promise.all(overrides.features.map((feature) => feature.open(services)))
  const server = createServer(services, {
    trustedProxies: config.trustedProxies,
    features: opened,
    guardsOf: createGuards(services, opened),
    errorPage: errorPage(services),
    home: chatPageRoutes.chat.path,
    onAnswer: overrides.onAnswer,
  })
  const modelSettled = settleModel(services)
  const duties = [
    services.applyOperatorCommands,
    services.counters.flush,
    ...opened.flatMap(({ duties = [] }) => duties),
  ]
  const beginLeave = () => {
    life.leaving = true
  }
  const beginStop = () => {
    beginLeave()
    life.stopping = true
    services.consoles.close()
    services.hub.close()
  }
  return {
    server,
    store,
    modelSettled,
    sweep: () => sweep(duties, logger),
    beginLeave,
    beginStop,
    async stop() {
      beginStop()
      await stop(services, { opened, modelSettled })
    },
  }
}

/** Words alone answer until then. */
async function settleModel({ model, publisher, curation, readiness }: Services): Promise<PartsState> {
  await model.settle()
  publisher.measureServed()
  curation.load()
  return readiness()
}

async function sweep(duties: readonly Duty[], logger: Logger): Promise<void> {
  for (const duty of duties) {
    try {
      await duty()
    } catch (error) {
      logger.error({ stack: stackOf(error) }, 'a sweep failed; the next one tries again')
    }
  }
}

/** What is open, to be stopped. */
interface Opened {
  opened: readonly OpenFeature[]
  modelSettled: Promise<unknown>
}

async function stop(services: Services, { opened, modelSettled }: Opened): Promise<void> {
  const { sandbox, counters, store, stopAnswers, logger } = services
  await sandbox.stop()
  // What is stored first: a publication that embeds may outlast the supervisor's patience.
  await counters.flush().catch((error) => logger.error({ stack: stackOf(error) }, 'counters could not be written'))
  for (const { close } of opened) await close?.()
  await store.close()
  await modelSettled
  await stopAnswers()
}
