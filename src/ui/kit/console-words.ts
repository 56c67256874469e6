import en from '../../../knowledge/messages/console.en.json' with { type: 'json' }
import fr from '../../../knowledge/messages/console.fr.json' with { type: 'json' }
import alertsEn from '../../../knowledge/messages/console-alerts.en.json' with { type: 'json' }
import alertsFr from '../../../knowledge/messages/console-alerts.fr.json' with { type: 'json' }
import copilotEn from '../../../knowledge/messages/console-copilot.en.json' with { type: 'json' }
import copilotFr from '../../../knowledge/messages/console-copilot.fr.json' with { type: 'json' }
import deskEn from '../../../knowledge/messages/console-desk.en.json' with { type: 'json' }
import deskFr from '../../../knowledge/messages/console-desk.fr.json' with { type: 'json' }
import figuresEn from '../../../knowledge/messages/console-figures.en.json' with { type: 'json' }
import figuresFr from '../../../knowledge/messages/console-figures.fr.json' with { type: 'json' }
import lifecycleEn from '../../../knowledge/messages/console-lifecycle.en.json' with { type: 'json' }
import lifecycleFr from '../../../knowledge/messages/console-lifecycle.fr.json' with { type: 'json' }
import practiceEn from '../../../knowledge/messages/console-practice.en.json' with { type: 'json' }
import practiceFr from '../../../knowledge/messages/console-practice.fr.json' with { type: 'json' }
import queueEn from '../../../knowledge/messages/console-queue.en.json' with { type: 'json' }
import queueFr from '../../../knowledge/messages/console-queue.fr.json' with { type: 'json' }
import routingEn from '../../../knowledge/messages/console-routing.en.json' with { type: 'json' }
import routingFr from '../../../knowledge/messages/console-routing.fr.json' with { type: 'json' }
import signInEn from '../../../knowledge/messages/console-sign-in.en.json' with { type: 'json' }
import signInFr from '../../../knowledge/messages/console-sign-in.fr.json' with { type: 'json' }
import supervisionEn from '../../../knowledge/messages/console-supervision.en.json' with { type: 'json' }
import supervisionFr from '../../../knowledge/messages/console-supervision.fr.json' with { type: 'json' }
import validationEn from '../../../knowledge/messages/console-validation.en.json' with { type: 'json' }
import validationFr from '../../../knowledge/messages/console-validation.fr.json' with { type: 'json' }
import type { StaffLanguage } from '../../platform/model/language.js'

/** Sentences of the console, from `knowledge/messages/console.<language>.json` and from the files of its parts, `console-<part>.<language>.json`. */
const FRENCH = {
  ...fr,
  ...alertsFr,
  ...copilotFr,
  ...deskFr,
  ...figuresFr,
  ...lifecycleFr,
  ...practiceFr,
  ...queueFr,
  ...routingFr,
  ...signInFr,
  ...supervisionFr,
  ...validationFr,
}
const ENGLISH: Record<WordKey, string> = {
  ...en,
  ...alertsEn,
  ...copilotEn,
  ...deskEn,
  ...figuresEn,
  ...lifecycleEn,
  ...practiceEn,
  ...queueEn,
  ...routingEn,
  ...signInEn,
  ...supervisionEn,
  ...validationEn,
}

/** Key of a sentence of the console. */
export type WordKey = keyof typeof FRENCH
/** Stem of a sentence that depends on a number: `bar.agents` for `bar.agentsOne` and `bar.agentsOther`. */
export type PluralKey = {
  [Key in WordKey]: Key extends `${infer Stem}One` ? (`${Stem}Other` extends WordKey ? Stem : never) : never
}[WordKey]
/** Values of the `{places}` of a sentence. */
export type WordValues = Record<string, string | number>
/** Says a sentence, its `{places}` filled. */
export type Translate = (key: WordKey, values?: WordValues) => string

const DICTIONARIES: Record<StaffLanguage, Record<WordKey, string>> = { fr: FRENCH, en: ENGLISH }

/** The sentences of one language. */
export function translator(language: StaffLanguage): Translate {
  return (key, values = {}) => fill(DICTIONARIES[language][key], values)
}

/** Fills the `{places}` of a sentence. */
export function fill(sentence: string, values: WordValues): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}

/** Says a sentence that depends on a number; 0 is singular in French and plural in English. */
export function plural(t: Translate, language: StaffLanguage, stem: PluralKey, count: number): string {
  const one = new Intl.PluralRules(language).select(count) === 'one'
  return t(`${stem}${one ? 'One' : 'Other'}`, { count })
}

/** Narrows any string to the key of a sentence, for words made from the server's own (`reason.…`, `outcome.…`). */
export function isWordKey(key: string): key is WordKey {
  return Object.hasOwn(FRENCH, key)
}
