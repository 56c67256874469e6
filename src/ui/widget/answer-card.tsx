import type { ComponentChildren } from 'preact'
import { AttachmentList } from '../../features/attachments/pages/attachment-list.js'
import { writeMarks } from '../../features/sheets/pages/sheet-marks.js'
import { sheetLink } from '../../features/sheets/sheet-link.js'
import type { Message } from '../../platform/model/conversation.js'
import { type Answer, foldedSections, placeOf } from '../../platform/model/entry.js'
import { directionOf, type Language } from '../../platform/model/language.js'
import type { CardAction, ChoiceValue, Payload } from '../../platform/model/payload.js'
import type { ServiceNow } from '../../platform/time/service-now.js'
import { formatDay } from '../kit/moment-in-words.js'
import { Blocks } from './blocks.js'
import { Button } from './button.js'
import type { Chat, ChatProps } from './chat.js'
import { extraWords } from './extras/extra-words.js'
import { markedPapers, PapersList } from './extras/papers-list.js'
import { Icon } from './icon.js'
import { pressChoice } from './press-choice.js'
import { Link, Spans } from './spans.js'
import { isAnswered } from './state-questions.js'

type Card = Extract<Payload, { type: 'card' }>

/** The sentence that answers what was asked, then the card: what is asked most in a line each, one thing to press, and the rest behind headings that open. */
export function AnswerCard({
  chat,
  message,
  card: { answer, subtitle, actions, openings = [] },
}: ChatProps & { message: Message; card: Card }) {
  const { lead, language: written = 'fr' } = answer
  const sections = foldedSections(answer)
  const inLanguage = { lang: written, dir: directionOf(written) }
  const { main, online, others } = sortActions(actions)
  const onlineAt = placeOf(sections, 'online')
  const placeAt = placeOf(sections, 'place')
  const buttons = (some: CardAction[]) => some.map((action) => <Action chat={chat} answer={answer} action={action} />)
  const links = buttons(online)
  return (
    <>
      <div class="bubble" {...inLanguage}>
        {lead ? <Blocks chat={chat} blocks={lead} /> : <p>{subtitle}</p>}
      </div>
      <article {...inLanguage}>
        <Beginning chat={chat} answer={answer} />
        {main && <Action chat={chat} answer={answer} action={main} isMain />}
        {sections.map((section) => (
          <Folded
            class={section.key}
            title={section.title}
            open={answer.expired !== undefined || answer.asked?.includes(section.key)}
          >
            <div lang={section.language}>
              {section.key === 'papers' ? (
                <PapersList chat={chat} answer={answer} blocks={section.blocks} />
              ) : (
                <Blocks chat={chat} blocks={section.blocks} />
              )}
            </div>
            {section === placeAt && <Openings openings={openings} />}
            {section === onlineAt && links}
          </Folded>
        ))}
        {!placeAt && <Openings openings={openings} />}
        {!onlineAt && links}
        <Ending chat={chat} answer={answer} />
        {buttons(others)}
        {message.author === 'assistant' && <Opinion chat={chat} message={message} />}
      </article>
    </>
  )
}

/** One action for all to see, those that stand with how to do it online and who helps with that, and the others. */
function sortActions(actions: readonly CardAction[]) {
  const [main] = [...actions.filter(isLink), ...actions.filter(({ value }) => value === 'human')]
  const isOfOnline = (action: CardAction) => action !== main && (isLink(action) || action.value === 'digital-help')
  return {
    main,
    online: actions.filter(isOfOnline),
    others: actions.filter((action) => action !== main && action.value !== 'none' && !isOfOnline(action)),
  }
}

/** What is read of the card without opening anything. */
function Beginning({ chat, answer: { title, guided, translation, facts = [] } }: ChatProps & { answer: Answer }) {
  return (
    <>
      <h3>{title}</h3>
      {guided && (
        <>
          <p>{guided.situation}</p>
          <Blocks chat={chat} blocks={guided.note} />
        </>
      )}
      {translation && <p class="hint">{translation}</p>}
      {facts.length > 0 && (
        <dl>
          {facts.map(({ title, spans }) => (
            <div>
              <dt>{title}</dt>
              <dd>
                <Spans chat={chat} spans={spans} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}

/** After what is said at length: the files, the simple version, and where it comes from. */
function Ending({ chat, answer }: ChatProps & { answer: Answer }) {
  const { session, state, t, language } = chat
  const { simple, oldSource, language: written = 'fr' } = answer
  return (
    <>
      <AttachmentList
        attachments={answer.attachments}
        language={language}
        hrefOf={ofServer}
        link={(href, children) => (
          <Link chat={chat} href={href}>
            {children}
          </Link>
        )}
      />
      {simple && (
        <Folded
          class="simple"
          lang={language}
          title={t('simple')}
          open={state.simple}
          onToggle={(open) => open !== state.simple && session.setSimple(open)}
        >
          <div lang={written}>
            <Blocks chat={chat} blocks={simple} />
          </div>
          <p class="hint">{t('simpleNote')}</p>
        </Folded>
      )}
      {oldSource && (
        <p class="hint" lang={oldSource.language} dir={directionOf(oldSource.language)}>
          {oldSource.text}
        </p>
      )}
      <Folded class="about" lang={language} title={t('about')}>
        <SheetLink chat={chat} answer={answer} />
        <Provenance chat={chat} answer={answer} />
      </Folded>
    </>
  )
}

function isLink({ action }: CardAction): boolean {
  return action === 'url'
}

/** A link, or a button that says something for the citizen. */
function Action({
  chat,
  answer,
  action: { action, label, value, ...rest },
  isMain,
}: ChatProps & { answer: Answer; action: CardAction; isMain?: boolean }) {
  if (action === 'url')
    return (
      <Link chat={chat} href={value} look={isMain ? 'button main' : 'button'}>
        {'language' in rest ? <bdi lang={rest.language}>{label}</bdi> : label}
      </Link>
    )
  return (
    <Button lang={answer.language ?? chat.language} onClick={() => pressChoice(chat, label, value as ChoiceValue)}>
      {label}
    </Button>
  )
}

interface FoldedProps {
  class: string
  title: string
  /** Of the heading and what is in it, where it is not that of the answer. */
  lang?: Language
  open?: boolean | undefined
  onToggle?: (open: boolean) => void
  children: ComponentChildren
}

/** A part of the card behind its heading. */
function Folded({ title, lang, onToggle, children, ...rest }: FoldedProps) {
  return (
    <details
      {...rest}
      {...(lang && { lang, dir: directionOf(lang) })}
      {...(onToggle && {
        onToggle: (event: { currentTarget: HTMLDetailsElement }) => onToggle(event.currentTarget.open),
      })}
    >
      <summary>
        <h4>{title}</h4>
      </summary>
      {children}
    </details>
  )
}

/** The services that the answer sends to, as they are now. */
function Openings({ openings }: { openings: readonly ServiceNow[] }) {
  return (
    <>
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
    </>
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

/**
 * The printable sheet of an answer: a page of the server, which phones print better than a part of another page. What is marked here goes after
 * the `#`, which no server is sent.
 */
function SheetLink({ chat, answer }: ChatProps & { answer: Answer }) {
  const { t, language } = chat
  return (
    <a
      class="button"
      lang={language}
      dir={directionOf(language)}
      href={sheetAddress(chat, answer)}
      target="_blank"
      rel="noopener noreferrer"
    >
      {extraWords(language)('sheetLink')}
      <Icon name="out" />
      <span class="hidden"> {t('newTab')}</span>
    </a>
  )
}

/** An address of the server, beside this script as the whole of it is. */
function ofServer(path: string): string {
  return new URL(`../..${path}`, import.meta.url).href
}

/** The address of the sheet that shows what the card shows. */
export function sheetAddress({ state, language }: Pick<Chat, 'state' | 'language'>, answer: Answer): string {
  const { commune, simple, papers, handoff } = state
  const isSimple = simple && answer.simple !== null
  const sheet = sheetLink({ entryId: answer.entryId, communeId: commune?.id, language, simple: isSimple })
  const { shown, have, total } = markedPapers(answer, papers)
  return (
    ofServer(sheet) +
    writeMarks({ ...(shown && !isSimple && { have, total }), reference: handoff?.reference ?? undefined })
  )
}

/** Asks whether an answer helps, and lets the citizen say that it is beside her question. */
function Opinion({ chat, message: { id, feedback }, message }: ChatProps & { message: Message }) {
  const { session, state, t, language } = chat
  const thanks = feedback && t(feedback === 'helpful' ? 'thanks' : 'sorry')
  const thumb = (opinion: 'helpful' | 'unhelpful', label: string) => (
    <Button
      class="chip"
      aria-pressed={feedback === opinion}
      onClick={() => {
        session.rate(id, opinion)
        session.announce(t(opinion === 'helpful' ? 'thanks' : 'sorry'))
      }}
    >
      {label}
    </Button>
  )
  return (
    <div class="opinion" lang={language} dir={directionOf(language)}>
      <fieldset aria-label={t('helps')}>
        <p>{t('helps')}</p>
        {thumb('helpful', t('yes'))}
        {thumb('unhelpful', t('no'))}
      </fieldset>
      {thanks && <p>{thanks}</p>}
      {!isAnswered(message, state) && feedback !== 'helpful' && (
        <Button
          class="plain"
          onClick={() => {
            session.rate(id, 'not_my_question')
            pressChoice(chat, t('notMine'), 'none')
          }}
        >
          {t('notMine')}
        </Button>
      )}
    </div>
  )
}
