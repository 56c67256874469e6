import type { Message } from '../../../domain/conversation.js'
import type { Answer } from '../../../domain/entry.js'
import { directionOf } from '../../../domain/language.js'
import type { Payload } from '../../../domain/payload.js'
import type { Frame } from '../frame.js'
import { dayInWords } from './moment-in-words.js'
import { Opinion } from './opinion.js'
import { Blocks, Link } from './spans.js'
import type { TalkProps } from './talk.js'

interface AnswerCardProps extends TalkProps {
  message: Message
  card: Extract<Payload, { type: 'card' }>
}

/** A curated answer: what to do first, the rest in order, where it comes from. */
export function AnswerCard({ talk, message, card: { answer, actions } }: AnswerCardProps) {
  const heading = `fiche-${message.seq}`
  const { language = 'fr' } = answer
  return (
    <article lang={language} dir={directionOf(language)} aria-labelledby={heading}>
      <h4 id={heading}>{answer.title}</h4>
      <p class="summary">{answer.summary}</p>
      {answer.translation && <p class="hint">{answer.translation}</p>}
      {answer.sections.map(({ title, blocks }) => (
        <section>
          <h5>{title}</h5>
          <Blocks blocks={blocks} />
        </section>
      ))}
      {actions.map(
        (action) =>
          action.action === 'url' && (
            <p>
              <Link href={action.value} look="button main">
                {action.label}
              </Link>
            </p>
          ),
      )}
      <Provenance frame={talk.frame} answer={answer} />
      <Opinion talk={talk} message={message} />
    </article>
  )
}

function Provenance({ frame: { t, language }, answer: { source, verifiedAt } }: { frame: Frame; answer: Answer }) {
  return (
    <footer lang={language} dir={directionOf(language)}>
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
    </footer>
  )
}
