import type { SpokenLanguage } from '../domain/language.js'
import type { Outcome } from '../domain/outcome.js'
import type { Policy } from '../retrieval/policy.js'
import type { SearchDocument } from '../retrieval/search-document.js'
import type { SearchCandidate, SearchIndex, SearchResult } from '../retrieval/search-index.js'
import type { SayHere } from './assistant-context.js'
import { type Decision, decide, outcomeOf } from './decide.js'
import { hearText } from './languages/hear-message.js'
import type { Listen } from './languages/listen.js'
import { unsurePolicy } from './languages/unsure-policy.js'
import type { MaskPersonalData } from './mask-personal-data.js'
import { isAboutOwnFile } from './personal-file.js'
import type { ScreenedText } from './screen.js'
import { screenMessage } from './screen-message.js'
import type { Signal, SignalMatcher } from './signal-matcher.js'
import { outcomeOfSignals } from './signal-outcome.js'
import { isVagueWord } from './vague-word.js'

/** What understanding a question takes, beside the index. */
export interface Ears {
  matchSignals: SignalMatcher
  mask: MaskPersonalData
  listen: Listen
}

/** What a first question is worth, without a conversation around it. */
export interface Assessed {
  language: SpokenLanguage
  /** Whether French words that a lexicon gave were searched in place of the question's own. */
  translated: boolean
  outcome: Outcome
  decision: Decision<SearchCandidate>
  /** Whether it is a word that several entries have: what it is about is asked back, with the candidates of the decision. */
  isVague: boolean
  found: SearchResult
  /** The thresholds that were used: stricter for a question in another language. */
  policy: Policy
  /** What would be stored of it, and what was masked. */
  screened: ScreenedText
  /** What was noticed in it, in whatever language it is. */
  signals: readonly Signal[]
  /** Milliseconds of the screen. */
  screenMs: number
}

/** Screens, hears, searches and decides, as for the first message of a conversation. */
export async function assessQuestion(
  question: string,
  { matchSignals, mask, listen }: Ears,
  base: { index: SearchIndex; entryOf: (id: string) => Pick<SearchDocument, 'questions'> | undefined },
  say: SayHere,
): Promise<Assessed> {
  const started = performance.now()
  const screened = screenMessage(question, { matchSignals, mask }, say)
  const screenMs = performance.now() - started
  const { heard, signals } = hearText(screened, { matchSignals, listen })
  const isFrench = heard.language === 'fr'
  const found = await base.index.search(isFrench ? screened.searchable : (heard.french ?? ''), { limit: 10 })
  const policy = isFrench ? found.policy : unsurePolicy(found.policy)
  const decision = decide(found.candidates, policy)
  const message = { text: screened.searchable, signals, decision }
  const ownFile = isAboutOwnFile(message, matchSignals, ({ id }) => base.entryOf(id))
  const isVague = isFrench && decision.kind === 'no_answer' && isVagueWord(screened.searchable, decision.candidates)
  const decided = isFrench || decision.kind === 'clarify' ? outcomeOf(decision) : 'unanswerable_low_confidence'
  const outcome =
    outcomeOfSignals(signals) ?? (ownFile ? 'unanswerable_personal_file' : isVague ? 'clarification' : decided)
  const { language, french } = heard
  return {
    language,
    translated: french !== null,
    outcome,
    decision,
    isVague,
    found,
    policy,
    screened,
    signals,
    screenMs,
  }
}
