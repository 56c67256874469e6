import type { AssistantContext } from '../../assistant/assistant-context.js'
import type { MaskPersonalData } from '../../assistant/mask-personal-data.js'
import type { Language } from '../../assistant/words/load-language.js'
import type { SignInGuard } from '../../features/accounts/routes/sign-in-guard.js'
import type { ConflictFinder } from '../../features/conflicts/conflict-finder.js'
import type { AccessibilityAudit } from '../../features/declaration/accessibility-audit.js'
import type { ContentState } from '../../features/entries/catalogue/library.js'
import type { Curation } from '../../features/entries/editing/curation.js'
import type { Entry } from '../../features/entries/model/entry.js'
import type { FailureInbox } from '../../features/failures/failure-inbox.js'
import type { Viewers } from '../../features/handoffs/routes/viewers.js'
import type { SayExchange } from '../../features/imports/import-defaults.js'
import type { NationalFeed } from '../../features/national-feed/national-feed.js'
import type { SayPacks } from '../../features/packs/pack-words.js'
import type { ReadAddress } from '../../features/packs/read-pack.js'
import type { Publisher } from '../../features/publication/publisher.js'
import type { ClockState } from '../../features/retention/clock/clock-watch.js'
import type { LiveCommunes } from '../../features/settings/live-communes.js'
import type { Logger } from '../../log.js'
import type { Store } from '../../store/store.js'
import type { IdentityProvider } from '../identity/identity-provider.js'
import type { Sandbox } from '../jobs/sandbox.js'
import type { Commune } from '../model/commune.js'
import type { Say, SayDeclaration, SayPlain } from '../model/say.js'
import type { EventHub } from './event-hub.js'
import type { HeldRefusals } from './held-refusals.js'
import type { Measures } from './measures.js'
import type { RateLimits } from './rate-limits.js'
import type { SecurityEvents } from './security-events.js'
import type { StreamPlaces } from './stream-places.js'

/** Whom the demonstration's accounts let in, whose password anybody can read: nobody in an installation, who sits at this machine, or everybody. */
export type DemonstrationDoor = 'closed' | 'this_machine' | 'open'

/** What every route may use. */
export interface HttpContext {
  store: Store
  say: Say
  now: () => Date
  assistant: AssistantContext
  /** Masks personal data in what is typed. */
  mask: MaskPersonalData
  /** Says the sentences of the pages without script. */
  sayPlain: SayPlain
  /** What the declaration of accessibility is made from; no audit when none is installed. */
  declaration: { audit: AccessibilityAudit | null; say: SayDeclaration }
  /** As they are now: asked at each use. */
  communes: ReadonlyMap<string, Commune>
  /** What administrators changed of them. */
  towns: LiveCommunes
  /** The commune of a page that names none: the only one, or the first. */
  defaultCommuneId: string
  /** Whether the site of the demonstration is shown: that of its imaginary commune. */
  hasDemonstrationSite: boolean
  /** The entries of a commune that can be read without waiting. */
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
  publisher: Publisher
  /** What curators write and publish. */
  curation: Curation
  /** Finds entries that are taken for each other, or that nobody finds. */
  conflicts: ConflictFinder
  /** By which the linter reads simplified versions. */
  plainWords: Language['plainWords']
  nationalFeed: NationalFeed
  /** The questions that were failed, grouped by likeness. */
  failures: FailureInbox
  /** What imports and packs say, and how the address of a pack is read. */
  exchange: { say: SayExchange; sayPacks: SayPacks; readAddress: ReadAddress }
  /** Where files that others wrote are read. */
  sandbox: Sandbox
  hub: EventHub
  viewers: Viewers
  limits: RateLimits
  signInGuard: SignInGuard
  demonstrationDoor: DemonstrationDoor
  streamPlaces: StreamPlaces
  heldRefusals: HeldRefusals
  securityEvents: SecurityEvents
  measures: Measures
  /** The commonest passwords, which are refused. */
  commonestPasswords: ReadonlySet<string>
  /** `null` when staff sign in by passwords alone. */
  identityProvider: IdentityProvider | null
  logger: Logger
  /** Origin of the server as its users type it; state-changing staff calls must come from it. */
  publicOrigin: string | null
  /** Whether erasures can go by the clock. */
  clock: () => ClockState
  /** What `/readyz` reports. */
  readiness: () => PartsState
  /** Whether requests should be sent to another process from now on; those that come are served all the same. */
  leaving: () => boolean
  /** Whether the process takes no more requests. */
  stopping: () => boolean
  publicDir: string
}

/** The state of the parts that answers depend on. */
export interface Readiness {
  model: 'ready' | 'loading' | 'unavailable'
  /** Why the model is unavailable, in words for an administrator. */
  modelReason: string | null
  encoderVersion: string | null
  /** `communeId` is `null` where it is not to be told. */
  content: (Omit<ContentState, 'communeId'> & { communeId: string | null })[]
  mail: MailState
}

/** The same of the process alone, with every commune by its id. */
export interface PartsState extends Omit<Readiness, 'mail' | 'content'> {
  content: ContentState[]
}

/** Whether e-mail is set, and what did not leave. Counts and codes: anyone may read them. */
export interface MailState {
  status: 'on' | 'off'
  waiting: number
  /** Given up after the last try. */
  failed: number
  /** Code of the last failure of a mail that has not left; `null` when there is none. */
  lastFault: string | null
}
