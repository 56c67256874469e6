import type { Message } from '../../domain/conversation.js'
import type { Answer } from '../../domain/entry.js'
import { directionOf } from '../../domain/language.js'
import type { Payload } from '../../domain/payload.js'
import { blocksToText } from '../../domain/rich-text.js'
import { formatDay } from '../shared/format-date.js'
import { Blocks } from './blocks.js'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import { PapersList } from './extras/papers-list.js'
import { SheetLink } from './extras/sheet-link.js'
import { Icon } from './icon.js'
import { Opinion } from './opinion.js'
import { pressChoice } from './press-choice.js'
import { Link } from './spans.js'

type Card = Extract<Payload, { type: 'card' }>

/** Length beyond which a section is folded, in characters; the first three of the town's own never are, nor the first of a quoted text. */
const LONG = 320

/** A curated answer: what to do first, the rest in order, where it comes from. */
export function AnswerCard({
  chat,
  message,
  card: { answer, actions, openings = [] },
}: ChatProps & { message: Message; card: Card }) {
  const { session, state, t, language } = chat
  const { simple, language: written = 'fr' } = answer
  return (
    <article lang={written} dir={directionOf(written)}>
      <h3>{answer.title}</h3>
      {answer.guided && (
        <>
          <p>{answer.guided.situation}</p>
          <Blocks chat={chat} blocks={answer.guided.note} />
        </>
      )}
      {simple && (
        <Button
          class="chip"
          lang={language}
          aria-pressed={state.simple}
          onClick={() => session.setSimple(!state.simple)}
        >
          {state.simple && <Icon name="check" />}
          {t('simple')}
        </Button>
      )}
      {simple && state.simple ? (
        <section>
          <Blocks chat={chat} blocks={simple} />
          <p class="hint" lang={language} dir={directionOf(language)}>
            {t('simpleNote')}
          </p>
        </section>
      ) : (
        <>
          {!answer.part && <p class="summary">{answer.summary}</p>}
          {answer.translation && <p class="hint">{answer.translation}</p>}
          {answer.sections.map((section) => (
            <Section chat={chat} answer={answer} section={section} />
          ))}
        </>
      )}
      {openings.map(
        ({ service, sentence, notices, language, until }) =>
          // Read again later, the state of that moment would be false.
          Date.parse(until) > Date.now() && (
            <p lang={language} dir={directionOf(language)}>
              <strong>
                <bdi lang="fr">{service}</bdi>
              </strong>{' '}
              – {sentence}. {notices.join(' ')}
            </p>
          ),
      )}
      {actions.map(({ action, label, value }) =>
        action === 'url' ? (
          <Link chat={chat} href={value} look="button main">
            {label}
          </Link>
        ) : (
          value !== 'none' && (
            <Button lang={answer.language ?? language} onClick={() => pressChoice(chat, label, value)}>
              {label}
            </Button>
          )
        ),
      )}
      <SheetLink chat={chat} answer={answer} />
      <Provenance chat={chat} answer={answer} />
      {message.author === 'assistant' && <Opinion chat={chat} message={message} />}
    </article>
  )
}

interface SectionProps extends ChatProps {
  answer: Answer
  section: Answer['sections'][number]
}

function Section({ chat, answer, section }: SectionProps) {
  const { key, title, blocks, quoted } = section
  const content =
    key === 'papers' ? (
      <PapersList chat={chat} answer={answer} blocks={blocks} />
    ) : (
      <Blocks chat={chat} blocks={blocks} />
    )
  const open = quoted ? section === answer.sections[0] : /brief|steps|papers/.test(key)
  const short = open || answer.part || blocksToText(blocks).length <= LONG
  return short ? (
    <section class={key}>
      <h4>{title}</h4>
      {content}
    </section>
  ) : (
    <details class={key}>
      <summary>
        <h4>{title}</h4>
      </summary>
      {content}
    </details>
  )
}

function Provenance({ chat, answer: { source, verifiedAt } }: ChatProps & { answer: Answer }) {
  const { t, language } = chat
  return (
    <footer lang={language} dir={directionOf(language)}>
      <p>
        {t('source')}{' '}
        <Link chat={chat} href={source.url}>
          <bdi lang="fr">{source.name}</bdi>
        </Link>
        {source.licence && (
          <>
            , <bdi lang="fr">{source.licence}</bdi>
          </>
        )}
        {source.date && `, ${t('sourceDate', { date: formatDay(source.date, language) })}`}
      </p>
      <p class="verified">
        <Icon name={verifiedAt ? 'check' : 'alert'} />{' '}
        {verifiedAt ? t('verified', { date: formatDay(verifiedAt, language) }) : t('toCheck')}
      </p>
    </footer>
  )
}
