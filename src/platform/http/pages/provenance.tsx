import { DateTime } from 'luxon'
import { directionOf, type Language, type RecognisedLanguage } from '../../model/language.js'
import { dayOfYearInWords, documentDateInWords, hourInWords } from '../../time/date-in-words.js'
import type { Frame } from './frame.js'
import { Link } from './spans.js'

/** What is told of where an answer comes from. Days are `YYYY-MM-DD`. */
export interface Sourced {
  source: { name: string; url: string; licence: string; date: string }
  verifiedAt: string | null
  /** That the source is old, in a sentence of that language; absent where it is not. */
  oldSource?: { text: string; language: RecognisedLanguage }
}

/** Where an answer comes from, and when it was last read there. */
export function Provenance({
  frame: { t, language },
  answer: { source, verifiedAt },
}: {
  frame: Frame
  answer: Sourced
}) {
  return (
    <>
      <p>
        {t('answer.source')}{' '}
        <Link href={source.url}>
          <bdi lang="fr">{source.name}</bdi>
        </Link>
        {source.licence && (
          <>
            , <bdi lang="fr">{source.licence}</bdi>
          </>
        )}
        {source.date && `, ${t('answer.source_date', { date: calendarDayInWords(source.date, language) })}`}
      </p>
      <p class="verified">
        {verifiedAt ? t('answer.verified', { date: calendarDayInWords(verifiedAt, language) }) : t('answer.to_check')}
      </p>
    </>
  )
}

/** That the source of an answer is old, where it is. */
export function OldSource({ answer: { oldSource } }: { answer: Sourced }) {
  if (!oldSource) return null
  const { text, language } = oldSource
  return (
    <p class="hint" lang={language} dir={directionOf(language)}>
      {text}
    </p>
  )
}

/** A moment as said in a conversation, at the commune's hour: "14 h 05" today, "3 mars, 14 h 05" on another day. */
export function pageMomentInWords(iso: string, { commune, language, now }: Frame): string {
  const moment = DateTime.fromISO(iso, { zone: commune.timeZone })
  const time = hourInWords(moment, language)
  const isToday = moment.hasSame(DateTime.fromJSDate(now, { zone: commune.timeZone }), 'day')
  return isToday ? time : `${dayOfYearInWords(moment, language)}${language === 'ar' ? '،' : ','} ${time}`
}

/** A calendar day in words: "2 février 2024", "1er mars 2026". `iso` begins with `YYYY-MM-DD`. */
export function calendarDayInWords(iso: string, language: Language): string {
  return documentDateInWords(DateTime.fromISO(iso.slice(0, 10)), language)
}
