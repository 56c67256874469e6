import type { TellingHere } from '../features/entries/render/describe-service.js'
import { LANGUAGES, type Language, type SpokenLanguage } from '../platform/model/language.js'
import { type AssistantContext, sayIn } from './assistant-context.js'

/** The present moment for sentences that are said whole in the languages of the interface only: French in place of the others. */
export function tellingMoment({ now, say }: AssistantContext, language: SpokenLanguage): TellingHere {
  const told: Language = LANGUAGES.find((one) => one === language) ?? 'fr'
  return { now: now(), language: told, say: sayIn(say, told) }
}
