import { createAnswerOnce } from '../assistant/answer-once.js'
import type { AssistantContext } from '../assistant/assistant-context.js'
import { createDialogue } from '../assistant/bot.js'
import { createCopilot } from '../assistant/copilot/create-copilot.js'
import { createDepartmentFinder } from '../assistant/department-of.js'
import { explainQuestion } from '../assistant/explain-question.js'
import { createFairQueue } from '../assistant/fair-queue.js'
import { createEntrySearch } from '../assistant/languages/search-message.js'
import { createReceiver } from '../assistant/receive-message.js'
import { availabilityView } from '../assistant/routes/citizen-views.js'
import { decideValidation, sweepValidations } from '../assistant/validation/decide-validation.js'
import type { Config } from '../config.js'
import type { DemonstrationDoor } from '../features/accounts/routes/demonstration-door.js'
import type { Departures } from '../features/accounts/routes/end-sessions.js'
import { createSignInGuard } from '../features/accounts/routes/sign-in-guard.js'
import { isStillStaff, type Staff } from '../features/accounts/routes/staff-access.js'
import { createAppointmentSweep, forgetAppointmentsOf } from '../features/appointments/index.js'
import { confusedEntries } from '../features/conflicts/conflict-finder.js'
import { createFailureInbox } from '../features/failures/failure-inbox.js'
import { createReplay } from '../features/failures/replay.js'
import { createRetries } from '../features/failures/retries.js'
import type { HandoffContext } from '../features/handoffs/handoff-context.js'
import { toTake } from '../features/handoffs/lists.js'
import { QueueBoards } from '../features/handoffs/routes/queue-view.js'
import { createViewers } from '../features/handoffs/routes/viewers.js'
import { leave, leaveForGood } from '../features/handoffs/talk/agent-departure.js'
import { feedFolder } from '../features/national-feed/feed-index.js'
import { importAside } from '../features/national-feed/import-aside.js'
import { createAuthorSweep } from '../features/national-feed/national-entries.js'
import { readAddress } from '../features/packs/open-pack.js'
import { openClockWatch } from '../features/retention/clock/open-clock-watch.js'
import { DEMONSTRATION_COMMUNE } from '../features/settings/load-town.js'
import { type Counters, createCounters } from '../features/statistics/counters.js'
import { createTchapWay } from '../features/tchap/tchap-way.js'
import { stackOf } from '../log.js'
import { createEventHub, type EventHub } from '../platform/http/event-hub.js'
import { isOfForeignPage } from '../platform/http/foreign-pages.js'
import { createHeldRefusals } from '../platform/http/held-refusals.js'
import { createMeasures, type Measures } from '../platform/http/measures.js'
import { createOpenConsoles } from '../platform/http/open-consoles.js'
import { openApiDocument } from '../platform/http/openapi.js'
import { createRateLimits } from '../platform/http/rate-limits.js'
import { createSecurityEvents } from '../platform/http/security-events.js'
import type { AvailabilityView } from '../platform/http/shapes.js'
import { createStreamPlaces } from '../platform/http/stream-places.js'
import { createSandbox } from '../platform/jobs/sandbox.js'
import type { Mailer } from '../platform/mail/mail.js'
import type { Commune } from '../platform/model/commune.js'
import type { Language } from '../platform/model/language.js'
import type { Role } from '../platform/model/role.js'
import { localMoment } from '../platform/time/period.js'
import { dropStaleCommands, STALE_COMMAND_MS } from '../store/operator-commands.js'
import type { Store } from '../store/store.js'
import { type Answers, type OpenCommunes, openAnswers, openCommunes } from './open-answers.js'
import { openWaysOut, type Platform, type WaysOut } from './open-platform.js'

/** How far the process is towards its end. */
export interface Life {
  leaving: boolean
  stopping: boolean
}

/** What features and the server are given. */
export type Services = Awaited<ReturnType<typeof openServices>>

/** Opens all that features and the server are given, each no more than it says that it needs. */
export async function openServices(platform: Platform, life: Life) {
  const { config, overrides, sealer, store, now, logger } = platform
  const { liveCommunes, applyOperatorCommands } = await openCommunes(platform)
  const communes = liveCommunes.byId
  const clockWatch = await openClockWatch({
    store,
    now,
    isGiven: overrides.now !== undefined,
    isDemonstration: config.demonstrationClock !== null,
    machine: overrides,
    logger,
  })
  const measures = createMeasures()
  const answers = await openAnswers(platform, { communes, measures })
  const { library } = answers
  const waysOut = await openWaysOut(config, logger)
  const counters = openCounters(platform, { communes, measures })
  const doors = openDoors(platform, { communes, measures })
  const handoffContext = createHandoffContext(platform, { communes, library, mailer: waysOut.mailer, hub: doors.hub })
  const assistant = await createAssistantContext(platform, { liveCommunes, library, handoffContext, counters })
  const services = {
    ...waysOut,
    ...answers,
    ...openFailures(platform, { answers, assistant }),
    ...libraryServices(library),
    confusedIn: (communeId: string) => confusedEntries(answers, communeId),
    ...contentServices(platform),
    ...tchapServices(platform, waysOut),
    ...doors,
    ...fileServices(platform, communes),
    forgetAppointments: (conversationId: string) => forgetAppointmentsOf({ store, sealer }, conversationId),
    ...assistantServices(assistant),
    store,
    now,
    startedAt: platform.startedAt,
    ...handoffServices(handoffContext),
    boards: new QueueBoards({ store, now, communeOf: library.communeOf, hub: doors.hub }),
    counters,
    availabilityOf: (communeId: string, language: Language): Promise<AvailabilityView> =>
      availabilityView(services, library.communeOf(communeId), language),
    isStillStaff: (staff: Staff, roles: readonly Role[]): Promise<boolean> => isStillStaff(services, staff, roles),
    sealer,
    communes,
    communeAt: liveCommunes.communeAt,
    liveCommunes,
    applyOperatorCommands,
    measures,
    logger,
    clock: clockWatch.state,
    clockWatch,
    describe: (): object => openApiDocument(overrides.features),
    leaving: () => life.leaving,
    stopping: () => life.stopping,
  }
  return services
}

/** What is counted, by day of each commune. */
function openCounters(
  { store, now }: Platform,
  { communes, measures }: { communes: Known; measures: Measures },
): Counters {
  return createCounters(
    store,
    (communeId, at) => localMoment(at ?? now(), communes.get(communeId)?.timeZone ?? 'utc').day,
    { onCount: measures.counted, isServed: (communeId) => communes.has(communeId) },
  )
}

/** What is served, and what would be. */
function libraryServices({ communeOf, snapshotOf, entriesNow, rehearse }: Answers['library']) {
  return { communeOf, snapshotOf, entriesNow, rehearse }
}

/** Handoffs, and what accounts, on which it stands, are told of it. */
function handoffServices(handoffContext: HandoffContext<Store>) {
  const departures: Departures = {
    signedOut: (agent) => leave(handoffContext, agent),
    shutOut: (agent) => leaveForGood(handoffContext, agent),
  }
  return {
    handoffContext,
    departures,
    async countToTake(communeId: string): Promise<number> {
      return toTake(await handoffContext.store.listHandoffs(communeId, ['pending']), handoffContext.now()).length
    },
  }
}

/** What the verbs of handoffs need. */
function createHandoffContext(
  { config, content, sealer, store, now }: Platform,
  {
    communes,
    library,
    mailer,
    hub,
  }: Pick<Answers, 'library'> & { communes: Known; mailer: Mailer | null; hub: Pick<EventHub, 'isHeard'> },
): HandoffContext<Store> {
  return {
    store,
    say: content.language.say,
    now,
    communes,
    communeOf: library.communeOf,
    waitLimitMs: config.handoffWaitMinutes * 60_000,
    departmentOf: createDepartmentFinder({ store, communes, entriesNow: library.entriesNow }),
    isPageOpen: hub.isHeard,
    mailer,
    sealer,
  }
}

type Known = ReadonlyMap<string, Commune>

/** What the assistant needs to answer. */
async function createAssistantContext(
  { content, store, instances, now, logger }: Platform,
  { liveCommunes, library, handoffContext, counters }: Pick<OpenCommunes, 'liveCommunes'> & AssistantParts,
): Promise<AssistantContext> {
  const { language, entries, streets, places } = content
  return {
    store,
    say: language.say,
    now,
    handoffContext,
    ...language.heard,
    listen: await language.listenBeside(entries.map(({ title }) => title)),
    addresses: {
      streetsOf: (communeId) => streets.get(communeId) ?? null,
      words: language.streets,
      tables: language.addresses,
    },
    talk: { model: content.talkModel, words: language.goingOn },
    snapshotOf: library.snapshotOf,
    placesOf: (communeId) => places.get(communeId) ?? null,
    stopOf: liveCommunes.stopOf,
    counters,
    queueFairly: createFairQueue(),
    withLock: instances.withLock,
    logger,
  }
}

interface AssistantParts extends Pick<Answers, 'library'> {
  handoffContext: HandoffContext<Store>
  counters: Counters
}

/** What another program asks, of which nothing is counted. */
interface Consulted {
  communeId: string
  question: string
  language: Language
}

const UNCOUNTED: Counters = { add: () => {}, flush: async () => {} }

/** What the assistant does for others than citizens. */
function assistantServices(assistant: AssistantContext) {
  const { mask, placesOf, tellApart, listen, snapshotOf, queueFairly } = assistant
  const answerUncounted = createAnswerOnce({ ...assistant, counters: UNCOUNTED })
  return {
    assistant,
    consult: (caller: string, { communeId, question, language }: Consulted) =>
      queueFairly(caller, () => answerUncounted(communeId, question, language)),
    mask,
    placesOf,
    tellApart,
    receive: createReceiver(assistant, createDialogue(assistant)),
    copilot: createCopilot(assistant),
    decideValidation: decideValidation.bind(null, assistant),
    sweepValidations: () => sweepValidations(assistant),
    search: createEntrySearch({ listen, snapshotOf }),
  }
}

/** The questions that were failed, and what asks them again: ends with the answers. */
function openFailures(
  { store, now, logger }: Platform,
  { answers, assistant }: { answers: Answers; assistant: AssistantContext },
) {
  const { library, model } = answers
  const explain = explainQuestion.bind(null, assistant)
  const retries = createRetries({ snapshotOf: library.snapshotOf, explain })
  const failures = createFailureInbox({
    store,
    entriesNow: library.entriesNow,
    encoder: model.encoder,
    retries,
    now,
    onFault: (error) => logger.error({ stack: stackOf(error) }, 'failed questions could not be grouped or asked again'),
  })
  return {
    explain,
    retries,
    askAgain: createReplay({ store, retries, now }),
    failures,
    async stopAnswers() {
      failures.stop()
      await failures.idle()
      await answers.stopAnswers()
    },
  }
}

/** What was read from files. */
function contentServices({ config, overrides, content }: Platform) {
  const { language, communeIds, declaration, openData, exchange, practice, repliesOf, commonestPasswords } = content
  const [defaultCommuneId = ''] = communeIds
  return {
    say: language.say,
    sayPlain: language.sayPlain,
    sayImports: content.sayImports,
    plainWords: language.plainWords,
    declaration,
    openData,
    truth: content.truth,
    exchange: { ...exchange, readAddress: overrides.readAddress ?? readAddress },
    practice,
    repliesOf,
    commonestPasswords,
    defaultCommuneId,
    isMcpOn: config.mcp,
    botpress: config.botpress,
    bookingHosts: config.bookingHosts,
    senders: { from: config.mail?.from ?? '', domains: config.mailDomains },
    hasDemonstrationSite: config.demonstration && communeIds.includes(DEMONSTRATION_COMMUNE),
    publicDir: config.publicDir,
    townPlace: { townDir: config.townDir, demonstration: config.demonstration },
  }
}

/** How agents are told in Tchap, where the installation has an account there. */
function tchapServices({ config: { matrix }, content, store }: Platform, { matrixBot }: Pick<WaysOut, 'matrixBot'>) {
  const carriesText = matrix?.carriesText ?? false
  const way = createTchapWay({ store, say: content.language.say, carriesText })
  return { carriesText, otherReplyWays: matrixBot ? [way] : [] }
}

/** The ways in which requests come in, and the limits on how many. */
function openDoors(
  { config, store, instances, now, logger }: Platform,
  { communes, measures }: { communes: Known; measures: Measures },
) {
  const publicOrigin = config.publicUrl ? new URL(config.publicUrl).origin : null
  const limits = createRateLimits(config.rateLimits, instances, (request) =>
    isOfForeignPage(request, { communes, publicOrigin }),
  )
  return {
    publicOrigin,
    limits,
    hub: createEventHub(store, instances),
    consoles: createOpenConsoles(instances),
    viewers: createViewers({
      instances,
      nameOf: async (userId) => (await store.getUser(userId))?.displayName ?? null,
      now,
    }),
    signInGuard: createSignInGuard(instances.tries, now),
    demonstrationDoor: doorOf(config),
    streamPlaces: createStreamPlaces(config.rateLimits.streamsPerAddress),
    heldRefusals: createHeldRefusals(),
    securityEvents: createSecurityEvents(logger, { limits, measures }),
  }
}

function doorOf({ demonstration, demonstrationRemote }: Config): DemonstrationDoor {
  if (!demonstration) return 'closed'
  return demonstrationRemote ? 'open' : 'this_machine'
}

/** What lies beside the store, in files and in other processes. */
function fileServices({ config, overrides, store }: Platform, communes: Known) {
  const { dataDir, backupDays } = config
  const folder = feedFolder(dataDir)
  const { builtFrom, webhookSender, mailKeys } = overrides
  return {
    feed: { folder, source: config.servicePublicFeed, importFrom: importAside(builtFrom) },
    sandbox: createSandbox(builtFrom),
    webhookSender,
    mailKeys,
    backupDays,
    erasedBeside: [
      createAppointmentSweep(store),
      createAuthorSweep({ folder, communes }),
      (at: Date) => dropStaleCommands(dataDir, new Date(at.getTime() - STALE_COMMAND_MS)),
    ],
  }
}
