import type { Message } from '../../../domain/conversation.js'
import type { Answer } from '../../../domain/entry.js'
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
  return (
    <article lang="fr" aria-labelledby={heading}>
      <h4 id={heading}>{answer.title}</h4>
      <p class="summary">{answer.summary}</p>
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
    <footer lang={language}>
      <p>
        {t('answer.source')} <Link href={source.url}>{source.name}</Link>
        {source.licence && `, ${source.licence}`}
        {source.date && `, ${t('answer.source_date', { date: dayInWords(source.date, language) })}`}
      </p>
      <p class="verified">
        {verifiedAt ? t('answer.verified', { date: dayInWords(verifiedAt, language) }) : t('answer.to_check')}
      </p>
    </footer>
  )
}
