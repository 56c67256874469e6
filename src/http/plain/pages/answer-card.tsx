import type { Message } from '../../../domain/conversation.js'
import { directionOf } from '../../../domain/language.js'
import type { CardAction, Choice, Payload } from '../../../domain/payload.js'
import { sheetLink } from '../../sheet/sheet-links.js'
import { Choices } from './choices.js'
import { isAnswered } from './is-answered.js'
import { Opinion } from './opinion.js'
import { Provenance } from './provenance.js'
import { Blocks, Link } from './spans.js'
import type { TalkProps } from './talk.js'

interface AnswerCardProps extends TalkProps {
  message: Message
  card: Extract<Payload, { type: 'card' }>
}

/** The buttons that go on from an answer; that it is beside the question is said with the opinion. */
function furtherOf(actions: readonly CardAction[]): Choice[] {
  return actions.flatMap((action) =>
    action.action === 'postback' && action.value !== 'none' ? [{ label: action.label, value: action.value }] : [],
  )
}

/** A curated answer: what to do first, the rest in order, where it comes from. */
export function AnswerCard({ talk, message, card: { answer, actions } }: AnswerCardProps) {
  const heading = `fiche-${message.seq}`
  const { language = 'fr' } = answer
  const { t, commune, language: page } = talk.frame
  const further = furtherOf(actions)
  // Said with a translation, buttons are in its language.
  const spoken = answer.language ?? page
  return (
    <article lang={language} dir={directionOf(language)} aria-labelledby={heading}>
      <h4 id={heading}>{answer.title}</h4>
      {answer.guided && (
        <>
          <p>{answer.guided.situation}</p>
          <Blocks blocks={answer.guided.note} />
        </>
      )}
      {!answer.part && <p class="summary">{answer.summary}</p>}
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
      {!isAnswered(message, talk) && further.length > 0 && (
        <div lang={spoken} dir={directionOf(spoken)}>
          <Choices talk={talk} message={message} options={further} />
        </div>
      )}
      <footer lang={page} dir={directionOf(page)}>
        <p>
          <a href={sheetLink({ entryId: answer.entryId, communeId: commune.id, language: page })}>
            {t('sheet.of_answer')}
          </a>
        </p>
        <Provenance frame={talk.frame} answer={answer} />
      </footer>
      {message.author === 'assistant' && <Opinion talk={talk} message={message} />}
    </article>
  )
}
