import type { Answer } from '../../../features/entries/model/entry.js'
import { directionOf } from '../../../platform/model/language.js'
import type { Frame } from '../frame.js'
import { dayInWords } from './moment-in-words.js'
import { Link } from './spans.js'

/** Where an answer comes from, and when it was last read there. */
export function Provenance({
  frame: { t, language },
  answer: { source, verifiedAt },
}: {
  frame: Frame
  answer: Answer
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
        {source.date && `, ${t('answer.source_date', { date: dayInWords(source.date, language) })}`}
      </p>
      <p class="verified">
        {verifiedAt ? t('answer.verified', { date: dayInWords(verifiedAt, language) }) : t('answer.to_check')}
      </p>
    </>
  )
}

/** That the source of an answer is old, where it is. */
export function OldSource({ answer: { oldSource } }: { answer: Answer }) {
  if (!oldSource) return null
  const { text, language } = oldSource
  return (
    <p class="hint" lang={language} dir={directionOf(language)}>
      {text}
    </p>
  )
}
