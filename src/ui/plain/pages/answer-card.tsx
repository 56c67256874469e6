import { AttachmentPart } from '../../../features/attachments/attachment-part.js'
import { sheetLink } from '../../../features/sheets/sheet-link.js'
import { PostForm } from '../../../platform/http/pages/page.js'
import { OldSource, Provenance } from '../../../platform/http/pages/provenance.js'
import { Blocks, Link, Spans } from '../../../platform/http/pages/spans.js'
import type { Message } from '../../../platform/model/conversation.js'
import { type Answer, foldedSections, placeOf } from '../../../platform/model/entry.js'
import { directionOf } from '../../../platform/model/language.js'
import type { CardAction, Choice, Payload } from '../../../platform/model/payload.js'
import { Choices, isAnswered } from './choices.js'
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

/** The sentence that answers what was asked, then the card: what is asked most in a line each, one thing to press, and the rest behind headings that open. */
export function AnswerCard({ talk, message, card: { answer, subtitle, actions } }: AnswerCardProps) {
  const heading = `fiche-${message.seq}`
  const { language = 'fr', lead, facts = [] } = answer
  const { language: page } = talk.frame
  const further = furtherOf(actions)
  const [main, ...links] = actions.filter((action) => action.action === 'url')
  const sections = foldedSections(answer)
  const onlineAt = placeOf(sections, 'online')
  const others = links.map((action) => <Online action={action} look="button" />)
  // Said with a translation, buttons are in its language.
  const spoken = answer.language ?? page
  const inLanguage = { lang: language, dir: directionOf(language) }
  return (
    <>
      <div class="lead" {...inLanguage}>
        {lead ? <Blocks blocks={lead} /> : <p>{subtitle}</p>}
      </div>
      <article {...inLanguage} aria-labelledby={heading}>
        <h4 id={heading}>{answer.title}</h4>
        {answer.guided && (
          <>
            <p>{answer.guided.situation}</p>
            <Blocks blocks={answer.guided.note} />
          </>
        )}
        {answer.translation && <p class="hint">{answer.translation}</p>}
        <Facts facts={facts} />
        {main && <Online action={main} look="button main" />}
        {sections.map((section) => (
          <details open={answer.expired !== undefined || answer.asked?.includes(section.key)}>
            <summary>
              <h5>{section.title}</h5>
            </summary>
            <div lang={section.language}>
              <Blocks blocks={section.blocks} />
            </div>
            {section === onlineAt && others}
          </details>
        ))}
        {!onlineAt && others}
        <AttachmentPart frame={talk.frame} attachments={answer.attachments} />
        {!isAnswered(message, talk) && further.length > 0 && (
          <div lang={spoken} dir={directionOf(spoken)}>
            <Choices talk={talk} message={message} options={further} />
          </div>
        )}
        <OldSource answer={answer} />
        <About talk={talk} answer={answer} />
        {message.author === 'assistant' && <Opinion talk={talk} message={message} />}
      </article>
    </>
  )
}

/** Where it comes from, and the sheet of it. */
function About({ talk: { frame }, answer }: TalkProps & { answer: Answer }) {
  const { t, commune, language } = frame
  return (
    <details lang={language} dir={directionOf(language)}>
      <summary>
        <h5>{t('answer.about')}</h5>
      </summary>
      <p>
        <a href={sheetLink({ entryId: answer.entryId, communeId: commune.id, language })}>{t('sheet.of_answer')}</a>
      </p>
      <Provenance frame={frame} answer={answer} />
    </details>
  )
}

function Facts({ facts }: { facts: NonNullable<Answer['facts']> }) {
  if (facts.length === 0) return null
  return (
    <dl>
      {facts.map(({ title, spans }) => (
        <div>
          <dt>{title}</dt>
          <dd>
            <Spans spans={spans} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Online({ action, look }: { action: CardAction; look: string }) {
  if (action.action !== 'url') return null
  return (
    <p>
      <Link href={action.value} look={look}>
        {action.language ? <bdi lang={action.language}>{action.label}</bdi> : action.label}
      </Link>
    </p>
  )
}

/** Asks whether an answer helps, and lets the citizen say that it is beside her question. */
function Opinion({ talk, message }: TalkProps & { message: Message }) {
  const { frame, links, view } = talk
  const { t, language } = frame
  const { id, seq, feedback } = message
  const question = `avis-${seq}`
  const thumb = (opinion: 'helpful' | 'unhelpful', label: string) => (
    <PostForm action={links.opinion} hidden={{ message: id, feedback: opinion }}>
      <button type="submit" aria-pressed={feedback === opinion} aria-describedby={question}>
        {label}
      </button>
    </PostForm>
  )
  return (
    <div class="opinion" lang={language} dir={directionOf(language)}>
      <p id={question} tabIndex={-1}>
        {t('opinion.question')}
      </p>
      {feedback && <p>{t(feedback === 'helpful' ? 'opinion.thanks' : 'opinion.sorry')}</p>}
      <div class="chips">
        {thumb('helpful', t('opinion.yes'))}
        {thumb('unhelpful', t('opinion.no'))}
        {view.status === 'open' && !isAnswered(message, talk) && feedback !== 'helpful' && (
          <PostForm action={links.opinion} hidden={{ message: id, feedback: 'not_my_question' }}>
            <button type="submit">{t('opinion.not_mine')}</button>
          </PostForm>
        )}
      </div>
    </div>
  )
}
