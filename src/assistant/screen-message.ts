import { traced } from '../trace.js'
import type { AssistantContext, SayHere } from './assistant-context.js'
import { type ScreenedText, screenText } from './screen.js'

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
