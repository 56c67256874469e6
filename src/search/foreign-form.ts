import { type AskedForm, MOST_CHARACTERS, TYPED } from './asked-form.js'
import { fold, stemOf } from './french-analyser.js'
import { coreOfMessage } from './message-core.js'

/**
 * The form of a message in another language than French: its words in lower case and in order, each once, so that repeating, capitals and punctuation
 * cannot make a search surer. What is grammar there is not known, and is kept. Pure.
 */
export function foreignForm(message: string): AskedForm {
  const core = coreOfMessage(message).slice(0, MOST_CHARACTERS).normalize('NFC')
  const typed = [...core.matchAll(TYPED)].map(([word]) => word)
  const forms = new Map(typed.map((form) => [fold(form), form]))
  const kept = [...forms.values()].map((form) => form.toLowerCase())
  return {
    text: kept.join(' '),
    key: [...forms.keys()].join(' '),
    words: [...forms].map(([word, form]) => ({ stem: stemOf(word), form })),
    asking: 0,
    said: { words: typed.length, grammar: typed.length },
    isIdentity: false,
  }
}
