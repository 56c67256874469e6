import en from '../../../../knowledge/messages/admin-exchange.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-exchange.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'

/** Key of a sentence of imports and exports. */
export type ExchangeKey = keyof typeof fr
/** The sentences of imports and exports, in a language. */
export type ExchangeWords = PageWords<ExchangeKey>

/** The sentences of imports and exports. */
export const exchangeWords = pageWords<ExchangeKey>(fr, en)

/** The name of a field in words: that of its section, else of the whole that it belongs to; the field itself when it has none. */
export function fieldInWords(words: ExchangeWords, field: string): string {
  const keys = [`field.${field}`, `field.${field.split('.')[0]}`]
  const key = keys.find((one) => words.has(one))
  return key && words.has(key) ? words.say(key) : field
}
