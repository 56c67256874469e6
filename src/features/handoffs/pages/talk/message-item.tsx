import type { Message } from '../../../../platform/model/conversation.js'
import { directionOf } from '../../../../platform/model/language.js'
import type { Payload } from '../../../../platform/model/payload.js'
import { blocksToText, linkText } from '../../../../platform/text/rich-links.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { formatDay, momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { Blocks, Link, Sections, Spans } from '../../../../ui/kit/rich-text-view.js'
import { AttachmentList } from '../../../attachments/pages/attachment-list.js'
import { MaskedValues } from '../../../masked-data/pages/masked-values.js'
import { MessageRemark } from '../../../remarks/pages/remark-press.js'

/** One message with its author and time. Notices of the system stand apart. */
export function MessageItem({ message }: { message: Message }) {
  const { t, state } = useConsole()
  const { author, language, payload, feedback } = message
  const emergency = payload.type === 'text' && payload.emergency === true
  return (
    <li class={`message ${author}${emergency ? ' emergency' : ''}`}>
      <p class="meta">
        {emergency && <Icon name="alert" />}
        <strong class="if-room">{useAuthorName(message)}</strong> <Time message={message} />
      </p>
      <div class="body" lang={language}>
        <Content payload={payload} />
      </div>
      {feedback && <p class={`opinion ${feedback}`}>{t(`feedback.${feedback}`)}</p>}
      {author === 'citizen' && state.detail && <MaskedValues handoffId={state.detail.handoff.id} seq={message.seq} />}
      <MessageRemark message={message} />
    </li>
  )
}

function useAuthorName({ author, authorName }: Message): string {
  const { t, state } = useConsole()
  const handoff = state.detail?.handoff
  if (author === 'citizen') return handoff?.contact?.name ?? t('author.citizen')
  if (author !== 'agent') return t(`author.${author}`)
  const mine = authorName === state.session?.user.displayName
  return mine ? t('author.you') : (authorName ?? t('author.agent'))
}

function Time({ message: { at } }: { message: Message }) {
  const { language } = useConsole()
  // The day stands above; only the hour is needed here.
  return <time dateTime={at}>{momentInWords(at, language, new Date(at))}</time>
}

function Content({ payload }: { payload: Payload }) {
  switch (payload.type) {
    case 'text':
      return payload.blocks ? (
        <div class="words">
          <Blocks blocks={payload.blocks} />
        </div>
      ) : (
        <p class="words" dir="auto">
          <Spans spans={linkText(payload.text, payload.emergency)} />
        </p>
      )
    case 'choice':
      return <ChoiceContent payload={payload} />
    case 'card':
      return <CardContent payload={payload} />
    default:
      return payload satisfies never
  }
}

function ChoiceContent({ payload }: { payload: Extract<Payload, { type: 'choice' }> }) {
  const { t } = useConsole()
  return (
    <>
      <p class="words" dir="auto">
        {payload.text}
      </p>
      <ul class="choices" aria-label={t('card.options')}>
        {payload.options.map(({ label, value }) => (
          <li key={value} lang={value.startsWith('entry:') ? 'fr' : undefined}>
            {label}
          </li>
        ))}
      </ul>
    </>
  )
}

/** What the citizen was shown, folded: the agent reads the title, and opens it when she needs the detail. */
function CardContent({ payload: { answer, subtitle } }: { payload: Extract<Payload, { type: 'card' }> }) {
  const { t, language, state } = useConsole()
  const { source, verifiedAt, oldSource } = answer
  // At the counter it is read aloud: the agent has nothing to open.
  const isAtDesk = state.detail?.handoff.kind === 'desk'
  return (
    <details class="card" lang="fr" open={isAtDesk}>
      <summary>
        <span class="card-label" lang={language}>
          {t('card.label')}
        </span>
        <span class="card-lead">{answer.lead ? blocksToText(answer.lead) : subtitle}</span>
        <span class="card-title">{answer.title}</span>
        {answer.guided && <span class="card-summary">{answer.guided.situation}</span>}
      </summary>
      <Sections sections={answer.sections} />
      <AttachmentList
        attachments={answer.attachments}
        language={language}
        link={(href, children) => <Link href={href}>{children}</Link>}
      />
      <p class="card-source" lang={language}>
        {t('card.source', { name: '' })}
        {source.url ? <Link href={source.url}>{source.name}</Link> : source.name},{' '}
        {verifiedAt ? t('card.verified', { date: formatDay(verifiedAt, language) }) : t('card.toCheck')}
      </p>
      {oldSource && (
        <p class="card-source" lang={oldSource.language} dir={directionOf(oldSource.language)}>
          {oldSource.text}
        </p>
      )}
    </details>
  )
}
