import type { Snapshot } from '../features/entries/catalogue/snapshot.js'
import type { Probability } from '../platform/model/turn.js'
import type { SearchResult } from '../search/search-index.js'
import type { AssistantContext } from './assistant-context.js'
import { searchMessage } from './languages/search-message.js'
import type { ScreenedText } from './screen.js'
import type { Signal } from './signal-matcher.js'
import { DANGER_SIGNALS, type Danger, likelihoodOf } from './words/load-dangers.js'

/** A message that tells of danger, of whichever kind, with this probability is met as one (`benchmarks/RESULTS.md`, *Danger by what the search notices*). */
const ALARM: Probability = 0.4
/** A few words in a talk go on with it, and seldom tell of danger by themselves: from here on they do. */
const ALARM_OF_FEW: Probability = 0.9
const FEW_WORDS = 4
/** With this one, its numbers are said before what answers: a false alarm then costs a sentence, and a missed one nothing. */
const DOUBT: Probability = 0.2
/** Which kind it is counts as settled from here on; a kind that is less likely than `least` is not told. */
const KIND = { sure: 0.8, least: 0.2 } satisfies Record<string, Probability>
/** A sorrow is met with a sentence from here on. */
const SORROW: Probability = 0.5
/** One word has no meaning of its own: "seul" or "enfant" may begin anything. */
const LEAST_WORDS = 2

/** What is heard of danger in a message, by its words and by its meaning. */
export interface HeardDangers {
  /** Gravest first; two at most. */
  dangers: Danger[]
  /** What they are to whoever helps, gravest first. */
  signals: Signal[]
  /** A danger that may be told of, where none is: to be mentioned before the answer. */
  possible?: Danger
  /** A sorrow to be met with a sentence; never beside a danger. */
  sorrow?: Danger
}

/**
 * What is heard of danger in a message whose words were listened to. What they signal is told as the gravest of its kinds, unless the meaning is surer of another that is
 * as grave. Pure.
 * @param dangers gravest first
 * @param noticed what the search of the message noticed; `null` where words alone are listened for
 * @param isInTalk whether something was asked before
 */
export function hearDangers(
  { searchable, signals }: Pick<ScreenedText, 'searchable' | 'signals'>,
  dangers: readonly Danger[],
  noticed: SearchResult['noticed'] | null,
  isInTalk = false,
): HeardDangers {
  const byWords = DANGER_SIGNALS.find((signal) => signals.includes(signal))
  const shareOf = (danger: Danger) => (noticed && mayTellDanger(searchable) ? likelihoodOf(danger, noticed) : 0)
  const ofWords = dangers.find(({ signal }) => signal !== undefined && signal === byWords)
  const isFew = isInTalk && searchable.split(/\s+/u).length <= FEW_WORDS
  const meant = kindsMeant(dangers, shareOf, byWords ? KIND.least : isFew ? ALARM_OF_FEW : ALARM)
  const told = [...meant, ...(ofWords && !isTold(ofWords, meant, shareOf) ? [ofWords] : [])]
    .sort((a, b) => a.rank - b.rank)
    .slice(0, 2)
  const heard = new Set<Signal>([...signals, ...told.flatMap(({ signal }) => signal ?? [])])
  const isTelling = told.length > 0
  const [possible] = isTelling || isFew ? [] : kindsMeant(dangers, shareOf, DOUBT)
  const sorrow = isTelling ? undefined : dangers.find((one) => isSorrow(one) && shareOf(one) >= SORROW)
  return {
    dangers: told,
    signals: DANGER_SIGNALS.filter((signal) => heard.has(signal)),
    ...(possible ? { possible } : {}),
    ...(sorrow ? { sorrow } : {}),
  }
}

/** The same of a text that is not searched for an answer: a message that is left, or a subject of a call. */
export async function hearDangersIn(
  screened: Pick<ScreenedText, 'searchable' | 'signals'>,
  { index }: Pick<Snapshot, 'index'>,
  { dangers, listen }: Pick<AssistantContext, 'dangers' | 'listen'>,
): Promise<HeardDangers> {
  const { language } = listen(screened.searchable)
  const { noticed } = await searchMessage({ text: screened.searchable, language }, { index, listen, limit: 1 })
  return hearDangers(screened, dangers, noticed)
}

/** Whether words are enough to have a meaning that may be danger: else nothing need be searched for it. Pure. */
export function mayTellDanger(text: string): boolean {
  return text.split(/\s+/u).length >= LEAST_WORDS
}

/** The kinds that a message probably tells of, likeliest first; none where all of them together are less likely than the bar. */
function kindsMeant(dangers: readonly Danger[], shareOf: (danger: Danger) => Probability, bar: Probability): Danger[] {
  const ranked = dangers.filter((one) => !isSorrow(one)).sort((a, b) => shareOf(b) - shareOf(a))
  const all = ranked.reduce((sum, one) => sum + shareOf(one), 0)
  if (all < bar) return []
  return ranked.slice(0, 2).filter((one, place) => place === 0 || shareOf(one) >= KIND.least)
}

/** Whether what the words signal is told already: as another kind of the same signal, or as a danger as grave that the meaning is sure of. */
function isTold(ofWords: Danger, meant: readonly Danger[], shareOf: (danger: Danger) => Probability): boolean {
  const graveness = ({ signal }: Danger) => (signal ? DANGER_SIGNALS.indexOf(signal) : -1)
  return meant.some(
    (one) => one.signal === ofWords.signal || (graveness(one) <= graveness(ofWords) && shareOf(one) >= KIND.sure),
  )
}

/** Whether a kind is met with a sentence and no number. */
function isSorrow({ signal }: Danger): boolean {
  return signal === undefined
}
