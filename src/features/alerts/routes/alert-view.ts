import { DateTime } from 'luxon'
import { tellingMoment } from '../../../assistant/answer-at-desk.js'
import { proposedEntry } from '../../../assistant/routes/proposed-entry.js'
import type { AlertAdminView, AlertView, ProposedEntry } from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Commune } from '../../../platform/model/commune.js'
import type { Language } from '../../../platform/model/language.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import { dateInWords } from '../../entries/render/describe-moment.js'
import { type AlertEdit, alertState, shownAlert } from '../alert.js'

/** What a commune announces now, in a language; `null` when it announces nothing. @throws AppError `storage_unavailable` */
export async function alertView(context: HttpContext, commune: Commune, language: Language): Promise<AlertView | null> {
  return viewOf(context, { edits: await context.assistant.store.listAlertEdits(commune.id), commune, language })
}

/** {@link alertView}s that are still told, as they were last read, while the store is away. */
export function createAlertReader(context: HttpContext): typeof alertView {
  const lastRead = new Map<string, AlertEdit[]>()
  return async (_, commune, language) => {
    const edits = await context.assistant.store.listAlertEdits(commune.id).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'storage_unavailable') return lastRead.get(commune.id) ?? []
      throw error
    })
    lastRead.set(commune.id, edits)
    return viewOf(context, { edits, commune, language })
  }
}

interface AlertReading {
  edits: readonly AlertEdit[]
  commune: Commune
  language: Language
}

function viewOf(context: HttpContext, { edits, commune, language }: AlertReading): AlertView | null {
  const { now, stopOf } = context.assistant
  const shown = shownAlert(edits, now())
  if (!shown) return null
  const { level, text, to, entries, link } = shown.alert
  const said: Language = text[language] === undefined ? 'fr' : language
  const telling = { ...tellingMoment(context.assistant, language), timeZone: commune.timeZone }
  const typeset = said === 'fr' ? frenchTypography : (words: string) => words
  return {
    level,
    text: typeset(text[said] ?? text.fr),
    language: said,
    updated: telling.say('alert.updated', { moment: dateInWords(shown.at, telling) }),
    until: DateTime.fromISO(to).toUTC().toISO() ?? to,
    entries: stopOf(commune.id) ? [] : titlesOf(context, commune, { ids: entries, language }),
    link: link && { label: frenchTypography(link.label), url: link.url },
  }
}

/** The alert of a commune as its administrators edit it, with who did what before. */
export async function alertAdminView(context: HttpContext, commune: Commune): Promise<AlertAdminView> {
  const { store, now } = context.assistant
  const edits = await store.listAlertEdits(commune.id)
  const alert = edits[0]?.alert ?? null
  return {
    alert,
    state: alert ? alertState(alert, now()) : 'none',
    history: edits.map(({ at, userName, alert: edited }) => ({ at, by: userName, alert: edited })),
    entries: titlesOf(context, commune, { ids: [...context.entriesNow(commune.id).keys()], language: 'fr' }),
  }
}

/** Entries by their titles; those that are no longer published are left out. */
function titlesOf(
  context: HttpContext,
  commune: Commune,
  { ids, language }: { ids: readonly string[]; language: Language },
): ProposedEntry[] {
  const entries = context.entriesNow(commune.id)
  return ids.flatMap((id) => {
    const entry = entries.get(id)
    return entry ? [proposedEntry(entry, language)] : []
  })
}
