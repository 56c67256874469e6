import { settleDemonstrationAccounts } from '../commands/demonstration.js'
import { requireBirth } from '../commands/require-birth.js'
import type { Config } from '../config.js'
import type { ReadAddress } from '../features/packs/open-pack.js'
import type { WebhookSender } from '../features/webhooks/webhook-sender.js'
import type { ListedFeature } from '../features.js'
import { createLogger, type Logger } from '../log.js'
import type { ServingOptions } from '../platform/http/serve-routes.js'
import type { IdentityProvider } from '../platform/identity/identity-provider.js'
import type { Instances } from '../platform/instances/instances.js'
import { singleInstance } from '../platform/instances/single-instance.js'
import type { Mailer } from '../platform/mail/mail.js'
import type { Mailbox } from '../platform/mail/mailbox.js'
import type { ReadMailOptions } from '../platform/mail/read-mail.js'
import type { MatrixBot } from '../platform/matrix/matrix.js'
import type { Pusher } from '../platform/push/push.js'
import { type Birth, newBirth } from '../platform/store/birth.js'
import { createSealer, type ServerSealer } from '../platform/store/sealer.js'
import { openInstallation } from '../store/open-store.js'
import type { Store } from '../store/store.js'
import { traceIds } from '../trace.js'
import { type Content, loadContent } from './load-content.js'

/** What a test or a command may put in place of the real thing. */
export interface Overrides {
  store?: Store
  now?: () => Date
  /** Time that is never set, ms, which the clock is compared with; default: the machine's, and none with a clock of the caller's. */
  steadyMs?: () => number
  /** Which start of which machine that time is counted from. */
  boot?: string
  /** The name of that machine; default: this one's. */
  host?: string
  logger?: Logger
  /** How the address of a pack is read; default: over https. */
  readAddress?: ReadAddress
  /** How the town's other software is told; default: over https, never at a private address. */
  webhookSender?: WebhookSender
  /** How the keys of the domains of mails are found; default: DNS. */
  mailKeys?: ReadMailOptions['resolver']
  /** Told what each declared route answers, before it is sent. */
  onAnswer?: ServingOptions['onAnswer']
  /** Folder of the built sources, from which other processes are started; default: that of `app`. */
  builtFrom?: URL
  /** Called while entries are embedded. */
  onProgress?: (done: number, total: number) => void
  /** What the product is made of; default: all of `features`. */
  features?: readonly ListedFeature[]
}

/** What everything else stands on: the log, the time, the content as it was read, and the store. */
export interface Platform {
  config: Config
  overrides: Overrides & Required<Pick<Overrides, 'builtFrom' | 'features'>>
  logger: Logger
  now: () => Date
  /** When this process began. */
  startedAt: Date
  content: Content
  sealer: ServerSealer
  store: Store
  instances: Instances
}

/**
 * Reads the content, then opens the store.
 * @throws ConfigError, ContentError, AppError `storage_locked`, `storage_unavailable`, `storage_newer`, `birth_differs`, `seal_key_unusable` or
 * `seal_key_differs`
 */
export async function openPlatform(config: Config, overrides: Platform['overrides']): Promise<Platform> {
  const logger = overrides.logger ?? createLogger(config.logLevel, { facts: traceIds })
  const now = overrides.now ?? createClock(config.demonstrationClock)
  const startedAt = now()
  if (!overrides.store) await requireBirth(config)
  const content = await loadContent(config, logger)
  const sealer = createSealer(config.dataDir, { key: config.sealKey })
  // One that is spoilt is known before anything is served, not when something is first sealed.
  await sealer.hasKey()
  const { store, instances } = overrides.store
    ? { store: overrides.store, instances: singleInstance() }
    : await openInstallation(config, { birth: birthOf(config), sealer, logger })
  const [defaultCommuneId = ''] = content.communeIds
  await settleDemonstrationAccounts(config, store, defaultCommuneId).catch((error: unknown) =>
    store.close().then(() => Promise.reject(error)),
  )
  return { config, overrides, logger, now, startedAt, content, sealer, store, instances }
}

/** By the machine's time: a demonstration's clock may be years away. */
function birthOf({ demonstration }: Config): Birth {
  return newBirth(demonstration ? 'demonstration' : 'installation', new Date().toISOString())
}

/** The machine's time, or a clock that runs from another instant. */
function createClock(startsAt: string | null): () => Date {
  if (startsAt === null) return () => new Date()
  const offsetMs = Date.parse(startsAt) - Date.now()
  return () => new Date(Date.now() + offsetMs)
}

/** The ways out of the process, each `null` when it is not set. */
export interface WaysOut {
  /** To the town's mail server. */
  mailer: Mailer | null
  /** To the box of the town's mail server to which agents answer. */
  mailbox: Mailbox | null
  /** The address of that box. */
  replyAddress: string | null
  /** To the services that wake an agent's browser. */
  pusher: Pusher | null
  /** To the bot account by which agents are told in Tchap. */
  matrixBot: MatrixBot | null
  /** To the identity provider, which says who an agent is. */
  identityProvider: IdentityProvider | null
}

/** Opens the ways out that are set. What few installations have is loaded then alone: a start reads some hundred files less. */
export async function openWaysOut(
  { mail, replies, push, matrix, identityProvider }: Config,
  logger: Logger,
): Promise<WaysOut> {
  if (!mail) logger.info({ setting: 'SMTP_URL' }, 'no mail server is set: nothing is promised or sent by e-mail')
  return {
    mailer: mail && (await import('../platform/mail/smtp-mailer.js')).createSmtpMailer(mail),
    mailbox: replies && (await import('../platform/mail/imap-mailbox.js')).createImapMailbox(replies),
    replyAddress: replies?.address ?? null,
    pusher: push && (await import('../platform/push/web-pusher.js')).createWebPusher(push),
    matrixBot: matrix && (await import('../platform/matrix/http-matrix-bot.js')).createHttpMatrixBot(matrix),
    identityProvider:
      identityProvider &&
      (await import('../platform/identity/openid-provider.js')).createOpenIdProvider(identityProvider),
  }
}
