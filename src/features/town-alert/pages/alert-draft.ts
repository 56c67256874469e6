import type { BodyOf } from '../../../platform/http/route.js'
import { type Alert, type AlertLevel, MAX_ALERT_ENTRIES } from '../../../platform/model/alert.js'
import type { WordKey } from '../../../ui/kit/console-words.js'
import { townField, townInstant } from '../../../ui/kit/town-clock.js'
import type { alertRoutes } from '../contract.js'

/** An announcement being written: what the fields of the form hold. */
export interface AlertDraft {
  level: AlertLevel
  fr: string
  en: string
  /** As the browser's own field has them: `YYYY-MM-DDTHH:MM`, by the town's clock. */
  from: string
  to: string
  /** Ids of entries, empty where none is chosen; always as many as can be chosen. */
  entries: string[]
  linkLabel: string
  linkUrl: string
}

/** A field of the form that may be at fault. */
export type AlertField = 'fr' | 'to' | 'linkUrl'

const DAY_MS = 24 * 3_600_000

/** The form of an announcement: the one that is there, or an empty one for the next twenty-four hours. */
export function draftOf(alert: Alert | null, now: Date): AlertDraft {
  const { level = 'info', text, from = now.toISOString(), to, entries = [], link } = alert ?? {}
  return {
    level,
    fr: text?.fr ?? '',
    en: text?.en ?? '',
    from: townField(new Date(from)),
    to: townField(to === undefined ? new Date(now.getTime() + DAY_MS) : new Date(to)),
    entries: Array.from({ length: MAX_ALERT_ENTRIES }, (_, index) => entries[index] ?? ''),
    linkLabel: link?.label ?? '',
    linkUrl: link?.url ?? '',
  }
}

/** What must be mended before it can be put online: the sentence of each field at fault, in the order of the form. */
export function checkDraft({ fr, from, to, linkLabel, linkUrl }: AlertDraft, now: Date): Map<AlertField, WordKey> {
  const faults = new Map<AlertField, WordKey>()
  const end = townInstant(to).getTime()
  if (fr.trim() === '') faults.set('fr', 'admin.alert.textMissing')
  if (!(end > townInstant(from).getTime() && end > now.getTime())) faults.set('to', 'admin.alert.datesWrong')
  const isLinked = linkLabel.trim() !== '' || linkUrl.trim() !== ''
  if (isLinked && !(linkLabel.trim() !== '' && /^https:\/\/[^\s/.]+\.\S+$/.test(linkUrl.trim())))
    faults.set('linkUrl', 'admin.alert.linkWrong')
  return faults
}

/** What is sent of a draft without fault. */
export function toRequest({
  level,
  fr,
  en,
  from,
  to,
  entries,
  linkLabel,
  linkUrl,
}: AlertDraft): BodyOf<typeof alertRoutes.announce> {
  return {
    level,
    from: townInstant(from).toISOString(),
    to: townInstant(to).toISOString(),
    text: { fr: fr.trim(), ...(en.trim() && { en: en.trim() }) },
    entries: entries.filter(Boolean),
    link: linkUrl.trim() ? { label: linkLabel.trim(), url: linkUrl.trim() } : null,
  }
}
