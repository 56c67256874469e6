import { loadCatalogues } from '../../features/entries/catalogue/load-catalogues.js'
import { STAFF_LANGUAGES, type StaffLanguage } from '../../platform/model/language.js'
import type { OperatorKey } from '../../platform/model/say.js'

/** What is found of one thing; `look`: it works, and somebody should see to it; `unknown`: it could not be looked at from here. */
export type FindingState = 'right' | 'look' | 'wrong' | 'unknown'

/** What `guichet doctor` has found of one thing. */
export interface Finding {
  state: FindingState
  /** Its sentence, among those for operators; the same with `.todo` says what to do, with `.where` how to know what could not be looked at. */
  key: OperatorKey
  /** What fills both sentences. */
  facts: Record<string, string>
  /** What is to be copied letter by letter: no typography touches it. */
  record?: string
}

/** A {@link Finding}, by its sentence and what fills it. */
export function found(state: FindingState, key: OperatorKey, facts: Record<string, string> = {}): Finding {
  return { state, key, facts }
}

/** Says a sentence to whoever runs a server. */
export interface SayOperator {
  (key: OperatorKey, facts?: Record<string, string>): string
  /** What is to be done about something, or where it can be looked at; `null`: nothing, and of what is right. */
  remedy(finding: Finding): string | null
  language: StaffLanguage
}

/**
 * Loads the sentences of those who run a server, from `<knowledgeDir>/messages/operator.<language>.json`.
 * @throws when a catalogue cannot be read
 */
export async function loadOperatorWords(knowledgeDir: string, language: StaffLanguage): Promise<SayOperator> {
  const say = await loadCatalogues({ knowledgeDir, prefix: 'operator.', languages: STAFF_LANGUAGES }, 'doctor.fault')
  const here = (key: OperatorKey, facts?: Record<string, string>) => say(language, key, facts)
  const remedy = ({ key, facts, state }: Finding) => {
    const named = `${key}.${state === 'unknown' ? 'where' : 'todo'}`
    return state !== 'right' && say.has(language, named) ? say(language, named, facts) : null
  }
  return Object.assign(here, { remedy, language })
}
