import type { RecognisedLanguage } from '../platform/model/language.js'
import type { Outcome } from '../platform/model/outcome.js'
import type { Probability } from '../platform/model/turn.js'
import type { MaskPersonalData } from '../platform/security/personal-data.js'
import type { SearchDocument } from '../search/analysed-document.js'
import { stemsOfQuestion } from '../search/french-analyser.js'
import type { SearchCandidate, SearchIndex } from '../search/search-index.js'
import type { SayHere } from './assistant-context.js'
import { bareSubject, type Subject, type Subjects } from './bare-subject.js'
import { type Decision, decide, outcomeOf } from './decide.js'
import { type HeardDangers, hearDangers } from './hear-dangers.js'
import { hearText } from './languages/hear-message.js'
import type { Listen } from './languages/listen.js'
import { type Searched, searchMessage } from './languages/search-message.js'
import { isAboutOwnFile } from './personal-file.js'
import { type ScreenedText, screenMessage } from './screen.js'
import { isSmallTalk, type Signal, type SignalMatcher } from './signal-matcher.js'
import { DANGER_SIGNALS, type Danger } from './words/load-dangers.js'

/** That one of the choices is right. A whole question needs more (`floor` of the policy): a word alone is only the beginning of one. */
const LEAST_AMONG: Probability = 0.2

/**
 * Whether a message has one word that means something, which several entries have, of which none is likely: "dossier", "aides", "c'est ouvert quand". What it is
 * about is asked, with these entries as choices, in place of a person at once. French only. Pure.
 */
export function isVagueWord(text: string, candidates: readonly SearchCandidate[]): boolean {
  const [word = '', ...others] = new Set(stemsOfQuestion(text))
  if (!/^\p{L}+$/u.test(word) || others.length > 0 || candidates.length < 2) return false
  const among = candidates.reduce((sum, { confidence }) => sum + confidence, 0)
  return among >= LEAST_AMONG && candidates.every(({ matchedWords }) => matchedWords.length > 0)
}

/** What understanding a question takes, beside the index. */
export interface QuestionEars {
  matchSignals: SignalMatcher
  mask: MaskPersonalData
  listen: Listen
  /** Those that are listened for, gravest first; absent where nobody is told of danger. */
  dangers?: readonly Danger[]
  /** What alone does not tell what is wanted; absent where only the search is asked. */
  subjects?: Subjects
}

/** What a first question is worth, without a conversation around it. */
export interface AssessedMessage {
  language: RecognisedLanguage
  outcome: Outcome
  decision: Decision<SearchCandidate>
  /** Whether it is a word that several entries have: what it is about is asked back, with the candidates of the decision. */
  isVague: boolean
  /** The subject that it names and says nothing more of: which is meant is asked back. */
  bare: Subject | null
  found: Searched
  /** What would be stored of it, and what was masked. */
  screened: ScreenedText
  /** What was noticed in it, in whatever language it is. */
  signals: readonly Signal[]
  /** What was heard of danger, and a sorrow, where they were listened for. */
  heard: HeardDangers
  /** Milliseconds of the screen. */
  screenMs: number
}

/** Screens, hears, searches and decides, as for the first message of a conversation. */
export async function assessQuestion(
  question: string,
  { matchSignals, mask, listen, dangers = [], subjects }: QuestionEars,
  base: { index: SearchIndex; entryOf: (id: string) => Pick<SearchDocument, 'questions'> | undefined },
  say: SayHere,
): Promise<AssessedMessage> {
  const started = performance.now()
  const screened = screenMessage(question, { matchSignals, mask }, say)
  const screenMs = performance.now() - started
  const byWords = hearText(screened, { matchSignals, listen })
  const { language } = byWords.heard
  const isFrench = language === 'fr'
  const found = await searchMessage({ text: screened.searchable, language }, { index: base.index, listen })
  const heard = hearDangers({ ...screened, signals: byWords.signals }, dangers, found.noticed)
  const signals = [...new Set([...heard.signals, ...byWords.signals])]
  const decision = decide(found.candidates, found.policy)
  const message = { text: screened.searchable, signals, decision }
  const ownFile = isAboutOwnFile(message, matchSignals, ({ id }) => base.entryOf(id))
  const isVague = isFrench && decision.kind === 'no_answer' && isVagueWord(screened.searchable, decision.candidates)
  const bare =
    isFrench && subjects && !ownFile
      ? bareSubject(subjects, screened.searchable, (id) => base.entryOf(id) !== undefined)
      : null
  const decided = isFrench || decision.kind !== 'no_answer' ? outcomeOf(decision) : 'unanswerable_low_confidence'
  const outcome =
    outcomeOfSignals(signals) ?? (ownFile ? 'unanswerable_personal_file' : isVague || bare ? 'clarification' : decided)
  return { language, outcome, decision, isVague, bare, found, screened, signals, heard, screenMs }
}

/** The outcome that a message's signals impose before any search; `null` when the entries must be searched. */
export function outcomeOfSignals(signals: readonly Signal[]): Outcome | null {
  const danger = DANGER_SIGNALS.find((signal) => signals.includes(signal))
  if (danger) return outcomeOfDanger(danger)
  if (signals.includes('wish-human')) return 'escalated_wish'
  return isSmallTalk(signals) ? 'answered_small_talk' : null
}

/** Danger to life or to a child is an emergency; the rest is distress. */
export function outcomeOfDanger(danger: (typeof DANGER_SIGNALS)[number]): 'escalated_emergency' | 'escalated_distress' {
  return danger === 'danger-vital' || danger === 'danger-child' ? 'escalated_emergency' : 'escalated_distress'
}
