import type { Snapshot } from '../content/snapshot.js'
import type { SpokenLanguage } from '../domain/language.js'
import type { PlacesNearby } from '../domain/place.js'
import type { Say } from '../domain/say.js'
import type { Store } from '../domain/store.js'
import type { HandoverContext } from '../handover/handover-context.js'
import type { Logger } from '../log.js'
import type { Counters } from './counters.js'
import type { Listen } from './languages/listen.js'
import type { SignalMatcher } from './signal-matcher.js'

/** What the assistant needs to answer. */
export interface AssistantContext {
  store: Store
  say: Say
  now: () => Date
  handover: HandoverContext
  matchSignals: SignalMatcher
  /** Recognises the language of a message. */
  listen: Listen
  /** The published content of a commune. @throws AppError `unknown_commune` */
  snapshotOf: (communeId: string) => Promise<Snapshot>
  /** The places of help near a commune; `null` when none were imported. */
  placesOf: (communeId: string) => PlacesNearby | null
  counters: Counters
  /** Failures are logged by code; the text of a citizen never is. */
  logger: Logger
}

/** A function that says a sentence in one language. */
export type SayHere = (key: Parameters<Say>[1], parameters?: Record<string, string>) => string

/** Fixes the language of {@link Say}. */
export function sayIn(say: Say, language: SpokenLanguage): SayHere {
  return (key, parameters) => say(language, key, parameters)
}
