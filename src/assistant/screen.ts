import type { MaskedValue, MaskPersonalData, PersonalDataKind } from '../platform/security/personal-data.js'
import { cleanText } from '../platform/text/clean-text.js'
import { analyseQuestion } from '../search/french-analyser.js'
import { traced } from '../trace.js'
import type { AssistantContext, SayHere } from './assistant-context.js'
import type { Signal, SignalMatcher } from './signal-matcher.js'

/** A message that is safe to store and search, with what was noticed in it. */
export interface ScreenedText {
  /** Cleaned and masked. */
  text: string
  /** The same without the labels of what was masked, whose words are not the citizen's, and without what she said in anger. */
  searchable: string
  masked: PersonalDataKind[]
  /** What was masked, for whoever may keep it sealed; nobody else may touch it. */
  values: MaskedValue[]
  signals: Signal[]
  /** Whether there is at least one letter or digit to search for. */
  hasWords: boolean
}

/** What the screen needs. */
export interface ScreenOptions {
  matchSignals: SignalMatcher
  mask: MaskPersonalData
  maskLabel: (kind: PersonalDataKind) => string
}

/** Screens a citizen's text with the labels of her language: the one way in which a message gets past the door. */
export function screenMessage(
  raw: string,
  { matchSignals, mask }: Pick<AssistantContext, 'matchSignals' | 'mask'>,
  say: SayHere,
): ScreenedText {
  return traced('mask', {}, (note) => {
    const screened = screenText(raw, { matchSignals, mask, maskLabel: (kind) => say(`mask.${kind}`) })
    note({ 'guichet.masked': screened.values.length })
    return screened
  })
}

/** Cleans a citizen's text, masks personal data and detects danger, wishes and moods. Pure. */
export function screenText(raw: string, { matchSignals, mask, maskLabel }: ScreenOptions): ScreenedText {
  const clean = cleanText(raw)
  const { text, found, values } = mask(clean, maskLabel)
  const unlabelled = found.length === 0 ? text : cleanText(mask(clean, () => ' ').text)
  const signals = matchSignals(clean)
  return {
    text,
    searchable: signals.includes('anger') ? withoutAnger(unlabelled, matchSignals) : unlabelled,
    masked: found,
    values,
    signals,
    hasWords: /[\p{L}\p{N}]/u.test(clean),
  }
}

/** "Vous êtes nuls mais comment refaire ma carte" without its first four words; nothing where nothing else has a subject: anger alone asks for no entry. */
function withoutAnger(text: string, matchSignals: SignalMatcher): string {
  const calm = cleanText(matchSignals.without(text, 'anger').replace(/^[\s,;:.!?…-]+(?:mais\s|et\s)?/iu, ''))
  return analyseQuestion(calm).length > 0 ? calm : ''
}
