import type { Snapshot } from '../features/entries/catalogue/snapshot.js'
import type { HandoffContext, HandoffStores } from '../features/handoffs/handoff-context.js'
import type { AnswersSwitch } from '../features/settings/settings-document.js'
import type { Counters } from '../features/statistics/counters.js'
import type { ValidationStore } from '../features/validation/validation-verbs.js'
import type { Logger } from '../log.js'
import type { Instances } from '../platform/instances/instances.js'
import type { PlacesNearby } from '../platform/model/place.js'
import type { Say } from '../platform/model/say.js'
import type { MaskPersonalData } from '../platform/security/personal-data.js'
import type { AddressBook } from './addresses/hear-asked.js'
import type { Subjects } from './bare-subject.js'
import type { FairQueue } from './fair-queue.js'
import type { ChoiceHearer } from './follow-up/hear-choices.js'
import type { TalkReader } from './follow-up/search-in-talk.js'
import type { HearAspects, HearForWhom } from './hear-aspects.js'
import type { Listen } from './languages/listen.js'
import type { SignalMatcher } from './signal-matcher.js'
import type { TellApart } from './tell-apart.js'
import type { WasteGuide } from './waste/waste.js'
import type { WasteTable } from './waste/waste-table.js'
import type { Danger } from './words/load-dangers.js'
import type { Tables } from './words/tables.js'

/** What the assistant needs to answer. */
export interface AssistantContext {
  store: HandoffStores & ValidationStore
  say: Say
  now: () => Date
  handoffContext: HandoffContext
  matchSignals: SignalMatcher
  mask: MaskPersonalData
  /** Recognises the language of a message. */
  listen: Listen
  /** Where things that are thrown away go, and how it is asked. */
  waste: { guide: WasteGuide; tables: readonly WasteTable[] }
  /** What communes say of their addresses, and how it is asked. */
  addresses: AddressBook
  /** Dangers and sorrows that are listened for, gravest first. */
  dangers: readonly Danger[]
  /** Tells what goes on with a talk from what begins anew. */
  talk: TalkReader
  /** Hears for which button words stand. */
  choices: ChoiceHearer
  /** Finds what entries have in common and what differs. */
  tellApart: TellApart
  /** Hears what a message asks of its subject. */
  hearAspects: HearAspects
  /** What alone does not tell what is wanted. */
  subjects: Subjects
  /** Hears for whom a message asks. */
  hearForWhom: HearForWhom
  /** The words by which facts of the town are asked. */
  factWords: Tables['facts']
  /** The published content of a commune. @throws AppError `unknown_commune` */
  snapshotOf: (communeId: string) => Promise<Snapshot>
  /** The places of help near a commune; `null` when none were imported. */
  placesOf: (communeId: string) => PlacesNearby | null
  /** Who stopped the answers of a commune, and when; `null` while it answers. */
  stopOf: (communeId: string) => AnswersSwitch | null
  counters: Counters
  /** In which order the works of callers are done. */
  queueFairly: FairQueue
  /** One act of a name at a time, whichever process does it. */
  withLock: Instances['withLock']
  /** Failures are logged by code; the text of a citizen never is. */
  logger: Logger
}

export type { SayHere } from '../platform/model/say.js'
