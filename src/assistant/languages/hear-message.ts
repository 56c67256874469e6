import type { RecognisedLanguage } from '../../platform/model/language.js'
import { sayIn } from '../../platform/model/say.js'
import type { AssistantContext } from '../assistant-context.js'
import type { ScreenedText } from '../screen.js'
import type { Signal, SignalMatcher } from '../signal-matcher.js'
import type { TurnDraft } from '../turn-draft.js'
import { DANGER_SIGNALS } from '../words/load-dangers.js'
import type { Heard } from './listen.js'

/** Signals that are listened for in the French words of a message too: danger and a wish for a person must not wait for French. */
const HEARD_SIGNALS: ReadonlySet<Signal> = new Set([...DANGER_SIGNALS, 'wish-human'])

/** What is heard in a text, besides what the screen noticed. */
export interface HeardText {
  heard: Heard
  /** Those of the text, and those of danger or a wish that its French words hold. */
  signals: Signal[]
}

/**
 * Recognises the language of a screened message in words. In another language than French, the turn is answered in it, and its French words
 * are listened to for danger. A button is in the language of the message that brought it: it is left alone.
 */
export function hearMessage(turn: TurnDraft, context: AssistantContext): void {
  if (turn.input.choice) return
  const { heard, signals } = hearText(turn.screened, context)
  if (heard.language === 'fr') return
  turn.heard = heard
  speakIn(turn, heard.language, context)
  turn.screened = { ...turn.screened, signals }
}

/** From here on a turn is answered in a language. */
export function speakIn(turn: TurnDraft, language: RecognisedLanguage, { say }: Pick<AssistantContext, 'say'>): void {
  turn.language = language
  turn.say = sayIn(say, language, (sentence) => turn.inFrench.add(sentence))
}

/** The language of a screened text, and every signal in it. Pure. */
export function hearText(
  { searchable, signals }: Pick<ScreenedText, 'searchable' | 'signals'>,
  { listen, matchSignals }: Pick<AssistantContext, 'listen' | 'matchSignals'>,
): HeardText {
  const heard = listen(searchable)
  return { heard, signals: heard.language === 'fr' ? [...signals] : withHeardSignals(signals, heard, matchSignals) }
}

/** Signals of a message, and those of danger or a wish that its French words hold. */
function withHeardSignals(signals: readonly Signal[], { words }: Heard, matchSignals: SignalMatcher): Signal[] {
  const heard = matchSignals(words).filter((signal) => HEARD_SIGNALS.has(signal))
  return [...new Set([...heard, ...signals])]
}
