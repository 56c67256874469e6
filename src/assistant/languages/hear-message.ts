import { type AssistantContext, sayIn } from '../assistant-context.js'
import { DANGER_SIGNALS, type Signal, type SignalMatcher } from '../signal-matcher.js'
import type { TurnDraft } from '../turn-draft.js'
import type { Heard } from './listen.js'

/** Signals that are listened for in the French words of a message too: danger and a wish for a person must not wait for French. */
const HEARD_SIGNALS: ReadonlySet<Signal> = new Set([...DANGER_SIGNALS, 'wish-human'])

/**
 * Recognises the language of a screened message in words. In another language than French, the turn is answered in it, and its French words
 * are listened to for danger. A button is in the language of the message that brought it: it is left alone.
 */
export function hearMessage(turn: TurnDraft, { listen, say, matchSignals }: AssistantContext): void {
  if (turn.input.choice) return
  const heard = listen(turn.screened.searchable)
  if (heard.language === 'fr') return
  turn.heard = heard
  turn.language = heard.language
  turn.say = sayIn(say, heard.language, (sentence) => turn.inFrench.add(sentence))
  turn.screened = { ...turn.screened, signals: withHeardSignals(turn.screened.signals, heard, matchSignals) }
}

/** Signals of a message, and those of danger or a wish that its French words hold. */
export function withHeardSignals(signals: readonly Signal[], { words }: Heard, matchSignals: SignalMatcher): Signal[] {
  const heard = matchSignals(words).filter((signal) => HEARD_SIGNALS.has(signal))
  return [...new Set([...heard, ...signals])]
}
