import { join } from 'node:path'
import type { Express } from 'express'
import { loadAddresses } from './assistant/addresses/load-addresses.js'
import type { AssistantContext } from './assistant/assistant-context.js'
import { createDialogue } from './assistant/bot.js'
import { createCopilot } from './assistant/copilot/create-copilot.js'
import { answeredEntry, decideFirst } from './assistant/decide-first.js'
import { createDepartmentFinder } from './assistant/department-of.js'
import { explainQuestion } from './assistant/explain-question.js'
import { createFairTurns } from './assistant/fair-turns.js'
import { loadTalkModel } from './assistant/follow-up/talk-model.js'
import { createEntrySearch } from './assistant/languages/search-message.js'
import { createReceiver } from './assistant/receive-message.js'
import { availabilityView } from './assistant/routes/citizen-views.js'
import { createGuards } from './assistant/routes/guards.js'
import { decideValidation, sweepValidations } from './assistant/validation/decide-validation.js'
import { requireKnownWaste } from './assistant/waste/load-waste.js'
import { dangerDocuments } from './assistant/words/load-dangers.js'
import { loadLanguage } from './assistant/words/load-language.js'
import { settleDemonstrationAccounts } from './commands/demonstration.js'
import { requireBirth } from './commands/require-birth.js'
import type { Config } from './config.js'
import { loadCommonestPasswords } from './features/accounts/load-commonest-passwords.js'
import type { DemonstrationDoor } from './features/accounts/routes/demonstration-door.js'
import { createSignInGuard } from './features/accounts/routes/sign-in-guard.js'
import { isStillStaff, type Staff } from './features/accounts/routes/staff-access.js'
import { createConflictFinder } from './features/conflicts/conflict-finder.js'
import { loadDeclarationMessages } from './features/declaration/declaration-messages.js'
import { loadAccessibilityAudit } from './features/declaration/load-accessibility-audit.js'
import { type Library, openLibrary } from './features/entries/catalogue/library.js'
import { layered, ownEntries } from './features/entries/catalogue/load-own-entries.js'
import { createBuildQueue } from './features/entries/catalogue/own-bases.js'
import { unknownSuggestions } from './features/entries/catalogue/unknown-suggestions.js'
import { openCuratedEntries } from './features/entries/editing/curated-entries.js'
import { createCuration, type GateSource } from './features/entries/editing/curation.js'
import { loadImportsMessages } from './features/entries/editing/imports-messages.js'
import { createFailureInbox } from './features/failures/failure-inbox.js'
import { failuresLetter } from './features/failures/failures-letter.js'
import { loadGuidedEntries } from './features/guides/load-guides.js'
import type { HandoverContext } from './features/handoffs/handover-context.js'
import { createRouter } from './features/handoffs/queue/router.js'
import { sweepOverdueHandoffs, sweepSnoozes } from './features/handoffs/queue/sweep.js'
import { sweepPresences } from './features/handoffs/queue/sweep-presences.js'
import { tellWaits } from './features/handoffs/queue/tell-waits.js'
import { createViewers } from './features/handoffs/routes/viewers.js'
import { sweepTalks } from './features/handoffs/talk/sweep-talks.js'
import { loadExchangeWords, loadPackWords } from './features/imports/import-defaults.js'
import { expiryLetter } from './features/mail/expiry-letter.js'
import { sweepLetters } from './features/mail/sweep-letters.js'
import { unhandledLetter } from './features/mail/unhandled-letter.js'
import { feedFolder } from './features/national-feed/feed-index.js'
import { createAuthorSweep } from './features/national-feed/forget-authors.js'
import { importAside } from './features/national-feed/import-aside.js'
import { nationalEntries } from './features/national-feed/national-entries.js'
import { type ReadAddress, readAddress } from './features/packs/read-pack.js'
import { loadPlaces } from './features/places/load-places.js'
import { loadPractice } from './features/practice/load-practice.js'
import { createGate } from './features/publication/gate.js'
import { createMeasure } from './features/publication/measure.js'
import { openPromiseStore } from './features/publication/promise-store.js'
import { strictest } from './features/publication/promises.js'
import { createPublisher } from './features/publication/publisher.js'
import { loadReplies } from './features/replies/load-replies.js'
import { applyRetention } from './features/retention/apply-retention.js'
import { acceptClock } from './features/retention/clock/accept-clock.js'
import {
  type ClockWatch,
  createClockWatch,
  idleClock,
  provenForAll,
  unwatchedClock,
} from './features/retention/clock/clock-watch.js'
import { createModelReadiness, type ModelReadiness, type PartsState } from './features/service/model-readiness.js'
import { openLiveCommunes } from './features/settings/live-communes.js'
import { DEMONSTRATION_COMMUNE, loadTown } from './features/settings/load-town.js'
import { createCounters } from './features/statistics/counters.js'
import { localMoment } from './features/statistics/period.js'
import { tallyOnceEnded } from './features/statistics/tally.js'
import { createHttpsSender } from './features/webhooks/https-sender.js'
import type { WebhookSender } from './features/webhooks/webhook-sender.js'
import { FEATURES } from './features.js'
import { createLogger, type Logger, stackOf } from './log.js'
import { createServer } from './platform/http/create-server.js'
import { createEventHub } from './platform/http/event-hub.js'
import { isOfForeignPage } from './platform/http/foreign-pages.js'
import { createHeldRefusals } from './platform/http/held-refusals.js'
import { createMeasures, type Measures } from './platform/http/measures.js'
import { createOpenConsoles } from './platform/http/open-consoles.js'
import { openApiDocument } from './platform/http/openapi.js'
import { errorPage } from './platform/http/pages/send-page.js'
import { createRateLimits } from './platform/http/rate-limits.js'
import { createSecurityEvents } from './platform/http/security-events.js'
import type { ServingOptions } from './platform/http/serve-routes.js'
import type { AvailabilityView } from './platform/http/shapes.js'
import { createStreamPlaces } from './platform/http/stream-places.js'
import type { IdentityProvider } from './platform/identity/identity-provider.js'
import { singleInstance } from './platform/instances/single-instance.js'
import { createSandbox } from './platform/jobs/sandbox.js'
import type { Mailer } from './platform/mail/mail.js'
import type { Commune } from './platform/model/commune.js'
import type { Language } from './platform/model/language.js'
import type { Role } from './platform/model/role.js'
import type { Pusher } from './platform/push/push.js'
import { type Birth, newBirth } from './platform/store/birth.js'
import { machineTime } from './platform/store/process-identity.js'
import { createSealer } from './platform/store/sealer.js'
import { loadCalibration } from './search/calibration.js'
import { type Encoder, loadEncoder } from './search/encoder.js'
import { encoderWithDeadline } from './search/encoder-with-deadline.js'
import { openInstallation } from './store/open-store.js'
import { dropLeftCommands, takeOperatorCommands } from './store/operator-commands.js'
import type { Store } from './store/store.js'
import { traceIds } from './trace.js'
import { chatPageRoutes } from './ui/chat-page/contract.js'

const DAY_MS = 24 * 3_600_000
/** After the last erasure of many, what they leave is measured once. */
const FORGETTING_MS = 30_000

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
  /** Told what each declared route answers, before it is sent. */
  onAnswer?: ServingOptions['onAnswer']
  /** Folder of the built sources, from which other processes are started; default: that of this file. */
  builtFrom?: URL
  /** Called while entries are embedded. */
  onProgress?: (done: number, total: number) => void
}

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
 * The only wiring.
 * @throws ConfigError, ContentError, AppError `storage_locked`, `storage_unavailable`, `storage_newer`, `birth_differs`, `seal_key_unusable` or
 * `seal_key_differs`
 */
export async function createApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const logger = overrides.logger ?? createLogger(config.logLevel, { facts: traceIds })
  const now = overrides.now ?? createClock(config.demonstrationClock)
  const startedAt = now()
  if (!overrides.store) await requireBirth(config)
  const [language, files, entries, calibration, talk] = await Promise.all([
    loadLanguage(config),
    loadTown(config),
    loadGuidedEntries(config),
    loadCalibration(config.modelDir),
    loadTalkModel(config.modelDir),
  ])
  const { say, sayPlain } = language
  requireKnownWaste(files.values(), language.heard.waste.guide)
  if (calibration.status === 'default')
    logger.warn({ reason: calibration.reason }, 'the calibration cannot be read: built-in weights are used')
  if (talk.reason !== null)
    logger.warn({ reason: talk.reason }, 'the reading of talks cannot be read: built-in weights are used')
  const declaration = {
    audit: await loadAccessibilityAudit(config.knowledgeDir),
    say: await loadDeclarationMessages(config.knowledgeDir),
  }
  const exchange = {
    say: await loadExchangeWords(config.knowledgeDir),
    sayPacks: await loadPackWords(config.knowledgeDir),
    readAddress: overrides.readAddress ?? readAddress,
  }
  const builtFrom = overrides.builtFrom ?? new URL('./', import.meta.url)
  const sandbox = createSandbox(builtFrom)
  const practice = await loadPractice(config.knowledgeDir)
  const places = await loadPlaces(config.townDir, files)
  const streets = await loadAddresses(config.townDir, files.keys(), language.streets)
  const [defaultCommuneId = ''] = files.keys()
  const repliesOf = await loadReplies(config, files.keys())
  const sealer = createSealer(config.dataDir, { key: config.sealKey })
  // One that is spoilt is known before anything is served, not when something is first sealed.
  await sealer.hasKey()
  const { store, instances } = overrides.store
    ? { store: overrides.store, instances: singleInstance() }
    : await openInstallation(config, { birth: birthOf(config), sealer, logger })
  await settleDemonstrationAccounts(config, store, defaultCommuneId).catch((error: unknown) =>
    store.close().then(() => Promise.reject(error)),
  )
  const towns = await openLiveCommunes({
    files,
    store,
    onFault: (communeId, fault) =>
      logger.error({ communeId, fault }, 'settings no longer go with the file of their commune: it is served alone'),
  })
  const communes = towns.map
  const toldCommands = new Set<string>()
  /** What a command asked while this process held the data folder, or before it started. */
  const obey = () =>
    takeOperatorCommands(
      config.dataDir,
      async (order) => {
        if ('clock' in order) return acceptClock(store, files.keys(), order.clock)
        if (files.has(order.communeId)) await store.switchAnswers(order)
        await towns.refresh(order.communeId)
      },
      (file) => {
        // It is looked for every few seconds, and stays until somebody takes it away.
        if (!toldCommands.has(file)) logger.error({ file }, 'an order that was left cannot be read')
        toldCommands.add(file)
      },
    )
  await obey()
  const clock = await openClockWatch({ overrides, config, store, now, logger })
  await clock.look().catch((error) => logger.error({ stack: stackOf(error) }, 'the clock could not be compared'))

  const sayImports = await loadImportsMessages(config.knowledgeDir)
  const national = nationalEntries({
    folder: feedFolder(config.dataDir),
    intentsDir: config.intentsDir,
    communes,
    moreWords: sayImports('fr', 'more'),
    onSpoilt: (communeId, fiche) =>
      logger.error({ communeId, fiche }, 'the national feed is damaged: left out until the next import'),
    onRecovered: (file) =>
      logger.warn(
        { file },
        'a document was unreadable or altered: its former version is used, and its last change is lost',
      ),
  })
  const curated = await openCuratedEntries(layered(national, ownEntries(config.townDir)), store, communes.keys())
  const library = await openLibrary({
    communes,
    entries,
    calibration: calibration.calibration,
    listenedFor: dangerDocuments(language.heard.dangers),
    own: curated,
    now,
    mostEntries: config.loadedEntries,
    onChange(event, communeId, facts) {
      const isFault = event === 'unreadable' || event === 'degraded'
      logger[isFault ? 'error' : 'info']({ communeId, ...facts }, OWN_BASE_EVENTS[event])
      if (event === 'embedded') publisher.measureServed()
    },
  })
  let encoder: Encoder | null = null
  const promisesOfCommune = (communeId: string) => ({ ...config.promises, ...communes.get(communeId)?.promises })
  // What communes share keeps what the strictest of them promises.
  const promisesOf = (ownerId: string | null) =>
    ownerId === null ? strictest([...files.keys()].map(promisesOfCommune)) : promisesOfCommune(ownerId)
  const measure = createMeasure({
    folder: join(config.dataDir, 'rehearsals'),
    encoder: () => encoder,
    calibration: calibration.calibration,
    decide: decideFirst,
    now,
    logger,
  })
  const publisher = createPublisher({
    library,
    store: openPromiseStore(join(config.dataDir, 'promise'), calibration.calibration),
    readShared: () => loadGuidedEntries(config),
    measure,
    calibration: calibration.calibration,
    answeredBy: answeredEntry,
    communeIds: [...files.keys()],
    promisesOf,
    async checkedOf(ownerId) {
      const isServed = (id: string) => (ownerId === null ? library.baseNow(id)?.ownerId === null : id === ownerId)
      const lists = [...files.keys()].filter(isServed).map((id) => store.listCheckedAnswers(id))
      return (await Promise.all(lists)).flat()
    },
    now,
    logger,
  })
  const rehearsing = createBuildQueue()
  const conflicts = createConflictFinder({ library, measure, queue: rehearsing, now, logger })
  const curation = createCuration({
    library,
    curated,
    store,
    communeIds: [...communes.keys()],
    gate: createGate<readonly GateSource[]>({
      library,
      measure,
      queue: rehearsing,
      promiseOf: (communeId) => promisesOf(communeId).wrong,
      now,
      logger,
    }),
    onServed: () => publisher.measureServed(),
    onFault: (communeId, error) =>
      logger.error(
        { communeId, stack: stackOf(error) },
        'what was published could not be served; the former content is',
      ),
  })
  /** What the folders hold now is served by every process: each reads its own again. */
  const publish = () => {
    publisher.publish()
    instances.tell({ type: 'content' })
  }
  const publishOwn = (communeId: string) => {
    publisher.publishOwn(communeId)
    instances.tell({ type: 'content', communeId })
  }
  instances.hear((word) => {
    if (word.type !== 'content') return
    if (word.communeId !== undefined) publisher.publishOwn(word.communeId)
    // One that runs may have read the folders too early.
    else void publisher.idle().then(publisher.publish)
  })
  const mailer = await openMailer(config, logger)
  const failures = createFailureInbox({
    store,
    entriesNow: library.entriesNow,
    encoder: () => encoder,
    now,
    onFault: (error) => logger.error({ stack: stackOf(error) }, 'failed questions could not be grouped'),
  })
  const handover: HandoverContext<Store> = {
    store,
    say,
    now,
    communes,
    communeOf: library.communeOf,
    waitLimitMs: config.handoffWaitMinutes * 60_000,
    departmentOf: createDepartmentFinder({ store, communes, entriesNow: library.entriesNow }),
    mailer,
    sealer,
  }
  const measures = createMeasures()
  const counters = createCounters(
    store,
    (communeId) => localMoment(now(), communes.get(communeId)?.timeZone ?? 'utc').day,
    measures.counted,
  )
  const { mask } = language.heard
  const placesOf = (communeId: string) => places.get(communeId) ?? null
  const assistant: AssistantContext = {
    store,
    say,
    now,
    handover,
    ...language.heard,
    listen: await language.listenBeside(entries.map(({ title }) => title)),
    addresses: {
      streetsOf: (communeId) => streets.get(communeId) ?? null,
      words: language.streets,
      tables: language.addresses,
    },
    talk: { model: talk.model, words: language.goingOn },
    snapshotOf: library.snapshotOf,
    placesOf,
    stopOf: towns.stopOf,
    counters,
    turns: createFairTurns(),
    inTurn: instances.inTurn,
    logger,
  }
  warnOfUnknownSuggestions(communes, library, logger)
  const readiness = createModelReadiness(library)
  const hub = createEventHub(store, instances)
  const consoles = createOpenConsoles(instances)
  const pusher = await openPusher(config)
  const publicOrigin = config.publicUrl ? new URL(config.publicUrl).origin : null
  const limits = createRateLimits(config.rateLimits, instances, (request) =>
    isOfForeignPage(request, { communes, publicOrigin }),
  )
  let stopping = false
  let leaving = false
  const securityEvents = createSecurityEvents(logger, { limits, measures })
  /** All that features and the server are given, each no more than it says that it needs. */
  const services = {
    store,
    say,
    now,
    handover,
    communeOf: library.communeOf,
    snapshotOf: library.snapshotOf,
    counters,
    copilot: createCopilot(assistant),
    decideValidation: decideValidation.bind(null, assistant),
    availabilityOf: (communeId: string, language: Language): Promise<AvailabilityView> =>
      availabilityView(services, library.communeOf(communeId), language),
    isStillStaff: (staff: Staff, roles: readonly Role[]): Promise<boolean> => isStillStaff(services, staff, roles),
    mailer,
    placesOf,
    sealer,
    tellApart: assistant.tellApart,
    search: createEntrySearch({ listen: assistant.listen, snapshotOf: library.snapshotOf }),
    explain: (communeId: string, asked: Parameters<typeof explainQuestion>[2]) =>
      explainQuestion(assistant, communeId, asked),
    webhookSender: overrides.webhookSender ?? createHttpsSender(),
    assistant,
    mask,
    sayPlain,
    declaration,
    communes,
    towns,
    defaultCommuneId,
    hasDemonstrationSite: config.demonstration && files.has(DEMONSTRATION_COMMUNE),
    entriesNow: library.entriesNow,
    repliesOf,
    practice,
    publisher: { ...publisher, publish, publishOwn },
    curation,
    conflicts,
    plainWords: language.plainWords,
    feed: {
      folder: feedFolder(config.dataDir),
      source: config.servicePublicFeed,
      importFrom: importAside(builtFrom),
    },
    failures,
    exchange,
    sandbox,
    hub,
    consoles,
    pusher,
    viewers: createViewers({
      instances,
      nameOf: async (userId) => (await store.getUser(userId))?.displayName ?? null,
      now,
    }),
    limits,
    signInGuard: createSignInGuard(instances.tries, now),
    demonstrationDoor: doorOf(config),
    streamPlaces: createStreamPlaces(config.rateLimits.streamsPerAddress),
    heldRefusals: createHeldRefusals(),
    securityEvents,
    measures,
    commonestPasswords: await loadCommonestPasswords(config.knowledgeDir),
    identityProvider: await openProvider(config),
    logger,
    publicOrigin,
    clock: clock.state,
    readiness: readiness.read,
    leaving: () => leaving,
    stopping: () => stopping,
    publicDir: config.publicDir,
    receive: createReceiver(assistant, createDialogue(assistant)),
    describe: () => openApiDocument(FEATURES),
  }
  const opened = await Promise.all(FEATURES.map((feature) => feature.open(services)))
  const server = createServer(services, {
    trustedProxies: config.trustedProxies,
    features: opened,
    guardsOf: createGuards(services, opened),
    errorPage: errorPage(services),
    home: chatPageRoutes.chat.path,
    onAnswer: overrides.onAnswer,
  })
  const beginLeave = () => {
    leaving = true
  }
  const beginStop = () => {
    beginLeave()
    stopping = true
    consoles.close()
    hub.close()
  }
  const { onProgress } = overrides
  const modelSettled = settleModel(config, { library, readiness, logger, measures, onProgress }).then((used) => {
    encoder = used
    publisher.measureServed()
    curation.load()
    return readiness.read()
  })
  const router = createRouter(handover, (error) => {
    logger.warn({ stack: stackOf(error) }, 'a wait could not be offered')
  })
  // The call that changed it has waited for this already; what another process wrote comes this way.
  const stopFollowing = store.subscribe(({ type, communeId }) => {
    if (type !== 'settings') return
    towns
      .refresh(communeId)
      // What is promised may have changed; a measure for the same promises is not made again.
      .then(publisher.measureServed)
      .catch((error) => logger.error({ stack: stackOf(error) }, 'settings could not be read again'))
  })
  // What a refit was made from may be gone, and the refit with it.
  let forgetting: NodeJS.Timeout | undefined
  const stopForgetting = store.subscribe(({ type }) => {
    if (type !== 'erased' || stopping) return
    clearTimeout(forgetting)
    forgetting = setTimeout(publisher.measureServed, FORGETTING_MS).unref()
  })
  const stopRouting = store.subscribe(({ type, communeId }) => {
    if (!stopping && (type === 'handoff' || type === 'presence')) router.hint(communeId)
  })
  const { installedOf } = curation
  // Without a way for mails, or an address for their links, none is written.
  const letters =
    mailer && publicOrigin !== null
      ? [
          failuresLetter({ store, failures, say, publicUrl: publicOrigin }),
          expiryLetter({ store, installedOf, say, publicUrl: publicOrigin }),
          unhandledLetter({ store, say, publicUrl: publicOrigin }),
        ]
      : []
  const tally = tallyOnceEnded(handover, (error) => logger.warn({ stack: stackOf(error) }, 'a request was not counted'))
  const forgetAuthors = createAuthorSweep({ folder: feedFolder(config.dataDir), communes })
  const eraseWhatIsDue = async () => {
    const proven = await clock.look()
    if (!proven) return
    const certain = provenForAll(proven)
    await applyRetention(handover, { proven })
    await store.dropOldDeliveries(certain.toISOString())
    const daysUnproven = Math.max(0, Math.ceil((now().getTime() - certain.getTime()) / DAY_MS))
    await store.dropErasuresOlderThan(config.backupDays + daysUnproven)
    await forgetAuthors(certain)
    await dropLeftCommands(config.dataDir, new Date(certain.getTime() - KEPT_ORDERS_MS))
  }
  // The letters of a week to come would keep all those before it from being written.
  const writeLetters = async () => {
    if (clock.state().status !== 'doubted') await sweepLetters({ store, communes, letters, now })
  }
  return {
    server,
    store,
    modelSettled,
    async sweep() {
      const duties = [
        obey,
        counters.flush,
        async () => conflicts.sweep(),
        () => sweepOverdueHandoffs(handover),
        () => sweepTalks(handover, startedAt),
        () => sweepSnoozes(handover),
        () => sweepPresences(handover, startedAt),
        () => tellWaits(handover, startedAt),
        router.routeAll,
        () => sweepValidations(assistant),
        tally.now,
        eraseWhatIsDue,
        writeLetters,
        ...opened.flatMap(({ duties = [] }) => duties),
      ]
      for (const duty of duties) {
        try {
          await duty()
        } catch (error) {
          logger.error({ stack: stackOf(error) }, 'a sweep failed; the next one tries again')
        }
      }
    },
    beginLeave,
    beginStop,
    async stop() {
      beginStop()
      await sandbox.stop()
      // What is stored first: a publication that embeds may outlast the supervisor's patience.
      await counters.flush().catch((error) => logger.error({ stack: stackOf(error) }, 'counters could not be written'))
      for (const { close } of opened) await close?.()
      stopRouting()
      stopFollowing()
      stopForgetting()
      clearTimeout(forgetting)
      await router.settled()
      await tally.close()
      await store.close()
      await modelSettled
      await curation.stop()
      await conflicts.stop()
      await publisher.stop()
      failures.stop()
      await failures.idle()
      await encoder?.close()
    },
  }
}

/** By the machine's time: a demonstration's clock may be years away. */
function birthOf({ demonstration }: Config): Birth {
  return newBirth(demonstration ? 'demonstration' : 'installation', new Date().toISOString())
}

function doorOf({ demonstration, demonstrationRemote }: Config): DemonstrationDoor {
  if (!demonstration) return 'closed'
  return demonstrationRemote ? 'open' : 'this_machine'
}

/** How long an order that cannot be carried out is left for whoever reads the log, ms. */
const KEPT_ORDERS_MS = 30 * 24 * 3_600_000

// What few installations have is loaded when it is set: a start reads some hundred files less.

/** The services that wake an agent's browser; `null` when no keys are set. */
async function openPusher({ push }: Config): Promise<Pusher | null> {
  return push ? (await import('./platform/push/web-pusher.js')).createWebPusher(push) : null
}

/** Who else says who an agent is; `null` when nobody is set. */
async function openProvider({ identityProvider }: Config): Promise<IdentityProvider | null> {
  return identityProvider
    ? (await import('./platform/identity/openid-provider.js')).createOpenIdProvider(identityProvider)
    : null
}

/** The way to the town's mail server; `null`, said in the log, when none is set. */
async function openMailer({ mail }: Config, logger: Logger): Promise<Mailer | null> {
  if (mail) return (await import('./platform/mail/smtp-mailer.js')).createSmtpMailer(mail)
  logger.info({ setting: 'SMTP_URL' }, 'no mail server is set: nothing is promised or sent by e-mail')
  return null
}

/** What happens to the base of a commune that has entries of its own, for the log. */
const OWN_BASE_EVENTS = {
  loaded: "a commune's own entries are searched by words",
  embedded: "a commune's own entries are searched by meaning",
  evicted: "a commune's own entries left memory",
  unreadable: "a commune's own entries cannot be read: the shared ones are served",
  degraded: "a commune's own entries are searched by words alone",
}

/** A list that names no entry any more still serves its others. A commune with entries of its own that are not in memory is not looked at: that would load them. */
function warnOfUnknownSuggestions(communes: ReadonlyMap<string, Commune>, library: Library, logger: Logger): void {
  for (const [communeId, commune] of communes) {
    const ids = library.baseNow(communeId)?.base.entries.keys()
    const unknown = ids ? unknownSuggestions(commune, new Set(ids)) : []
    if (unknown.length > 0) logger.warn({ communeId, unknown }, 'suggested entries that do not exist are left out')
  }
}

/** The machine's time, or a clock that runs from another instant. */
function createClock(startsAt: string | null): () => Date {
  if (startsAt === null) return () => new Date()
  const offsetMs = Date.parse(startsAt) - Date.now()
  return () => new Date(Date.now() + offsetMs)
}

/** What watches the clock, and where it is noted. */
interface ClockParts {
  overrides: Overrides
  config: Config
  store: Store
  now: () => Date
  logger: Logger
}

/** A clock that a caller made goes where it wants, unless it comes with its own steady time; by that of the demonstration, nothing real is erased. */
async function openClockWatch({ overrides, config, store, now, logger }: ClockParts): Promise<ClockWatch> {
  const { now: given, steadyMs, boot, host } = overrides
  if (given && !steadyMs) return unwatchedClock(now)
  if (config.demonstrationClock !== null) return idleClock()
  const own = await machineTime()
  const machine = { boot: boot ?? own.boot, host: host ?? own.host, steadyMs: steadyMs ?? own.steadyMs }
  return createClockWatch({
    store,
    machine,
    now,
    onChange({ host, doubt }) {
      if (!doubt) return logger.warn({ host }, 'the clock agrees again, or was accepted: what is due is erased again')
      const { byMs, against } = doubt
      const facts = { host, byS: Math.round(byMs / 1000), against }
      logger.error(facts, 'the clock is doubted: nothing is erased until it agrees, or `guichet clock accept`')
    },
  })
}

/** What becomes of the encoder is told to these. */
interface ModelParts {
  library: Library
  readiness: ModelReadiness
  logger: Logger
  measures: Measures
  onProgress: Overrides['onProgress']
}

const ENCODER_EVENTS = {
  late: 'the model was too slow: questions are searched by words alone for half a minute',
  failed: 'the model failed on a question, which was searched by words alone',
}

/** Loads the model and embeds the entries while words alone already answer. Never rejects. */
async function settleModel(config: Config, parts: ModelParts): Promise<Encoder | null> {
  const { library, readiness, logger, measures, onProgress } = parts
  const loaded = await loadEncoder(config.modelDir, (reason) =>
    logger.warn(
      { reason },
      'no vectors of the content came with this model: they are made, which takes a minute or more',
    ),
  )
  if (loaded.status === 'unavailable') {
    logger.error(
      { reason: loaded.reason },
      'the model is unavailable: words alone are searched, with a stricter threshold',
    )
    readiness.setUnavailable(withoutPath(loaded.reason, config))
    return null
  }
  const cacheDir = join(config.dataDir, 'embeddings')
  const encoder = encoderWithDeadline(loaded.encoder, {
    onSkipped(why) {
      measures.encodingSkipped(why)
      if (why !== 'resting') logger.warn({ why }, ENCODER_EVENTS[why])
    },
  })
  const degraded = await library.useEncoder(encoder, { cacheDir, ...(onProgress ? { onProgress } : {}) })
  if (degraded === null) readiness.setReady(encoder)
  else {
    logger.error({ reason: degraded }, 'the model is not used: words alone are searched, with a stricter threshold')
    readiness.setUnavailable(withoutPath(degraded, config))
  }
  return encoder
}

/** `/readyz` is for anyone to read: it names the setting at fault, and the log says where that is. */
function withoutPath(reason: string, { modelDir }: Config): string {
  return reason.replaceAll(modelDir, 'GUICHET_MODEL_DIR')
}
