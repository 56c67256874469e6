import { SPOKEN_LANGUAGES, type SpokenLanguage } from '../../../platform/model/language.js'
import { FAILURE_KINDS, FAILURE_STATES, type FailureKind, type FailureState } from '../failure.js'

/** What the list of failed questions is narrowed to, as the address keeps it. */
export interface FailureQuery {
  kind?: FailureKind
  /** Absent: `open`. */
  state?: FailureState | 'all'
  language?: SpokenLanguage
  from?: string
  to?: string
  page: number
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Reads what an address chose; what it does not know is left out. Pure. */
export function readQuery(chosen: ReadonlyMap<string, string>): FailureQuery {
  const kind = FAILURE_KINDS.find((one) => one === chosen.get('kind'))
  const state = ([...FAILURE_STATES, 'all'] as const).find((one) => one === chosen.get('state'))
  const language = SPOKEN_LANGUAGES.find((one) => one === chosen.get('language'))
  const [from, to] = [chosen.get('from') ?? '', chosen.get('to') ?? '']
  return {
    ...(kind ? { kind } : {}),
    ...(state ? { state } : {}),
    ...(language ? { language } : {}),
    ...(DAY.test(from) ? { from } : {}),
    ...(DAY.test(to) ? { to } : {}),
    page: Math.max(1, Math.floor(Number(chosen.get('page') ?? 1)) || 1),
  }
}

/** The same for links; the first page and what is usual are left out. Pure. */
export function chosenBy({ page, ...query }: FailureQuery): Record<string, string> {
  return { ...query, page: page > 1 ? String(page) : '' }
}

/** The filter as the server takes it, without the page. Pure. */
export function filterOf({ page: _, state, ...query }: FailureQuery): Record<string, string> {
  return { ...(state === 'all' ? {} : { state: state ?? 'open' }), ...query }
}

/** Whether nothing is narrowed. Pure. */
export function isUsual({ kind, state, language, from, to }: FailureQuery): boolean {
  return [kind, state, language, from, to].every((one) => one === undefined)
}
