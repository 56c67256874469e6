import { DateTime } from 'luxon'
import type { AlertView, ProposedEntry } from '../../platform/http/shapes.js'
import { type AlertEdit, alertState, shownAlert } from '../../platform/model/alert.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import type { Entry } from '../../platform/model/entry.js'
import type { Language } from '../../platform/model/language.js'
import type { Say } from '../../platform/model/say.js'
import { frenchTypography } from '../../platform/text/typography.js'
import { momentByDateInWords } from '../entries/render/describe-opening.js'
import { readingMoment } from '../entries/render/describe-service.js'
import { proposedEntry } from '../entries/render/translation-of.js'
import type { LiveCommunes } from '../settings/live-communes.js'
import type { AlertStore } from './alert-verbs.js'
import type { AlertAdminView } from './contract.js'

/** What tells an alert. */
export interface AlertNeeds {
  store: Pick<AlertStore, 'listAlertEdits'>
  now: () => Date
  say: Say
  liveCommunes: Pick<LiveCommunes, 'stopOf'>
  /** The entries of a commune that can be read without waiting. */
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
}

/** What a commune announces now, in a language; `null` when it announces nothing. @throws AppError `storage_unavailable` */
export async function alertView(needs: AlertNeeds, commune: Commune, language: Language): Promise<AlertView | null> {
  return viewOf(needs, { edits: await needs.store.listAlertEdits(commune.id), commune, language })
}

/** {@link alertView}s that are still told, as they were last read, while the store is away. */
export function createAlertReader(needs: AlertNeeds): typeof alertView {
  const lastRead = new Map<string, AlertEdit[]>()
  return async (_, commune, language) => {
    const edits = await needs.store.listAlertEdits(commune.id).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'storage_unavailable') return lastRead.get(commune.id) ?? []
      throw error
    })
    lastRead.set(commune.id, edits)
    return viewOf(needs, { edits, commune, language })
  }
}

interface AlertReading {
  edits: readonly AlertEdit[]
  commune: Commune
  language: Language
}

function viewOf(needs: AlertNeeds, { edits, commune, language }: AlertReading): AlertView | null {
  const shown = shownAlert(edits, needs.now())
  if (!shown) return null
  const { level, text, to, entries, link } = shown.alert
  const said: Language = text[language] === undefined ? 'fr' : language
  const telling = { ...readingMoment(needs, language), timeZone: commune.timeZone }
  const typeset = said === 'fr' ? frenchTypography : (words: string) => words
  return {
    level,
    text: typeset(text[said] ?? text.fr),
    language: said,
    updated: telling.say('alert.updated', { moment: momentByDateInWords(shown.at, telling) }),
    until: DateTime.fromISO(to).toUTC().toISO() ?? to,
    entries: needs.liveCommunes.stopOf(commune.id) ? [] : titlesOf(needs, commune, { ids: entries, language }),
    link: link && { label: frenchTypography(link.label), url: link.url },
  }
}

/** The alert of a commune as its administrators edit it, with who did what before. */
export async function alertAdminView(needs: AlertNeeds, commune: Commune): Promise<AlertAdminView> {
  const edits = await needs.store.listAlertEdits(commune.id)
  const alert = edits[0]?.alert ?? null
  return {
    alert,
    state: alert ? alertState(alert, needs.now()) : 'none',
    history: edits.map(({ at, userName, alert: edited }) => ({ at, by: userName, alert: edited })),
    entries: titlesOf(needs, commune, { ids: [...needs.entriesNow(commune.id).keys()], language: 'fr' }),
  }
}

/** Entries by their titles; those that are no longer published are left out. */
function titlesOf(
  needs: AlertNeeds,
  commune: Commune,
  { ids, language }: { ids: readonly string[]; language: Language },
): ProposedEntry[] {
  const entries = needs.entriesNow(commune.id)
  return ids.flatMap((id) => {
    const entry = entries.get(id)
    return entry ? [proposedEntry(entry, language)] : []
  })
}
