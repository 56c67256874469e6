import { accountsWords } from '../../features/accounts/pages/admin/account-fields.js'
import { appointmentWords } from '../../features/appointments/pages/booking-form.js'
import { auditWords } from '../../features/audit/pages/audit-values.js'
import { conflictWords } from '../../features/conflicts/pages/use-conflict-acts.js'
import { answersWords } from '../../features/entries/pages/answers/answers-page.js'
import { entriesWords } from '../../features/entries/pages/entry-states.js'
import { tryWords } from '../../features/entries/pages/try/tried-question.js'
import { exchangeWords } from '../../features/exchange/pages/import-form.js'
import { failureWords } from '../../features/failures/pages/use-actions.js'
import { firstRunWords } from '../../features/first-run/pages/act-outcome.js'
import { nationalFeedWords } from '../../features/national-feed/pages/selection-form.js'
import { newTownWords } from '../../features/new-town/pages/new-town-form.js'
import { packWords } from '../../features/packs/pages/pack-look.js'
import { poolWords } from '../../features/pools/pages/pool-form.js'
import { type SettingsWord, settingsWords } from '../../features/settings/pages/list-acts.js'
import { SETTING_FIELDS, SETTING_GROUPS } from '../../features/settings/pages/setting-fields.js'
import { statisticsWords } from '../../features/statistics/pages/statistics-files.js'
import { webhookWords } from '../../features/webhooks/pages/webhook-form.js'
import { SERVICE_PARTS } from '../../platform/model/commune.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import { indexTitles, searchTitles, type Titled, type TitleIndex } from '../../platform/text/title-search.js'
import { hrefOf } from '../kit/place.js'
import { shellWords } from '../kit/shell-words.js'
import type { AdminPage } from './pages.js'

/**
 * What stands in a page, by the page: its buttons and headings are words by which it is found. `null`: its words are among those of every page, or its
 * settings are places of their own; it is found by its name.
 */
const WORDS: Readonly<Record<AdminPage['id'], ((language: StaffLanguage) => { all: readonly string[] }) | null>> = {
  alert: null,
  answers: answersWords,
  appointments: appointmentWords,
  audit: auditWords,
  checks: null,
  conflicts: conflictWords,
  entries: entriesWords,
  exchange: exchangeWords,
  failures: failureWords,
  'first-run': firstRunWords,
  home: null,
  'national-feed': nationalFeedWords,
  'new-town': newTownWords,
  packs: packWords,
  pools: poolWords,
  privacy: null,
  publication: null,
  service: null,
  settings: null,
  statistics: statisticsWords,
  team: accountsWords,
  theme: null,
  try: tryWords,
  webhooks: webhookWords,
}
/** A longer sentence explains something: it is not what a button or a heading says. */
const LONGEST_LABEL = 60

/** A place of the administration: a page, a group of settings, or one of them. */
interface Place extends Titled {
  /** Where it is in, in words. */
  within?: string
}

let indexed: { of: string; index: TitleIndex<Place> } | null = null

/** The places that have the words `q` in their name, or in what stands there, best first. @param pages those of whoever asks */
export function findPlaces(q: string, pages: readonly AdminPage[], language: StaffLanguage, most: number) {
  // Typing asks again and again for the same places.
  const of = [language, ...pages.map(({ id }) => id)].join(' ')
  if (indexed?.of !== of) indexed = { of, index: indexTitles(placesIn(pages, language)) }
  return searchTitles(indexed.index, q, most).map(({ id, title, questions, within }) => {
    const isNamed = searchTitles(indexTitles([{ id, title, questions: [] }]), q, 1).length > 0
    const [found] = searchTitles(indexTitles(questions.map((one) => ({ id, title: one, questions: [] }))), q, 1)
    return { id, label: title, hint: within ?? (isNamed ? undefined : found?.title) }
  })
}

function placesIn(pages: readonly AdminPage[], language: StaffLanguage): Place[] {
  const { say } = shellWords(language)
  const own = pages.map(({ id, title, group }) => ({
    id: hrefOf(id),
    title: say(title),
    questions: [say(`group.${group}`), ...(WORDS[id]?.(language).all ?? []).filter(isLabel)],
  }))
  const waysOut = [
    { id: '/compte', title: say('toAccount'), questions: [say('may.ownAccount')] },
    { id: '/console', title: say('toConsole'), questions: [say('may.answer')] },
    { id: '/', title: say('toTown'), questions: [] },
  ]
  const isHers = pages.some(({ id }) => id === 'settings')
  return [...own, ...(isHers ? settingsIn(language) : []), ...waysOut]
}

function isLabel(sentence: string): boolean {
  return sentence.length <= LONGEST_LABEL && !sentence.includes('{')
}

/** Settings by the labels of their form, and by what it says of them. */
function settingsIn(language: StaffLanguage): Place[] {
  const { say } = settingsWords(language)
  const parts = {
    services: SERVICE_PARTS.map((part) => say(`service.${part}`)),
    departments: [say('departments.name')],
  }
  return [
    ...SETTING_GROUPS.map((group) => ({
      id: hrefOf('settings', [group]),
      title: say(`group.${group}`),
      questions: [say(`about.${group}`), ...(group === 'services' || group === 'departments' ? parts[group] : [])],
      within: shellWords(language).say('page.settings'),
    })),
    ...SETTING_FIELDS.map(({ id, group }) => ({
      id: hrefOf('settings', [group], { field: id }),
      title: say(`field.${id}` as SettingsWord),
      questions: [say(`help.${id}` as SettingsWord)],
      within: say(`group.${group}`),
    })),
  ]
}
