import { rereadLink } from '../plain-links.js'
import { PostForm } from './post-form.js'
import { LinkedText } from './spans.js'
import { isLive, type TalkProps } from './talk.js'

/** How often a page that reads itself again does so, in seconds. */
export const REFRESH_S = 20

/** Says whether a person can be reached, and reaches one; while she is awaited, where the wait stands. */
export function HumanBar({ talk }: TalkProps) {
  const { frame, links, view } = talk
  const { t } = frame
  const { handoff } = view
  return (
    <section class={handoff ? 'human' : 'human reach'} aria-labelledby="humain">
      <h2 id="humain" class="hidden">
        {t('human.title')}
      </h2>
      <Situation talk={talk} />
      {!handoff && (
        <PostForm action={links.agent}>
          <button type="submit">{t('human.talk')}</button>
        </PostForm>
      )}
      {isLive(view) && handoff?.status === 'pending' && (
        <PostForm action={links.stopWaiting}>
          <button type="submit">{t('human.cancel')}</button>
        </PostForm>
      )}
      {isLive(view) && <Refresh talk={talk} />}
    </section>
  )
}

function Situation({ talk: { frame, links, view, reference } }: TalkProps) {
  const { t } = frame
  const { handoff, availability } = view
  const quoted = t('human.reference', { reference })
  if (!handoff) {
    return (
      <p>
        <LinkedText text={availability.sentence} />
      </p>
    )
  }
  if (handoff.status === 'assigned') return <p>{t('human.with', { name: handoff.agentName ?? t('human.someone') })}</p>
  if (handoff.kind === 'callback')
    return (
      <p>
        {t('human.callback_waiting', { slot: handoff.slot ?? '' })} {quoted}
      </p>
    )
  if (handoff.kind === 'message')
    return (
      <p>
        {t('human.message_waiting')} {quoted}
      </p>
    )
  return (
    <p>
      {handoff.waiting} {t('human.waiting')} {quoted} <a href={links.leaveMessage}>{t('human.leave_message')}</a>
    </p>
  )
}

function Refresh({ talk: { frame, links, turn, auto } }: TalkProps) {
  const { t } = frame
  const next = turn + 1
  return (
    <p class="refresh">
      {auto && <span>{t('refresh.on', { seconds: String(REFRESH_S) })}</span>}
      <a href={rereadLink(links, { turn: next, auto })}>{t('refresh.now')}</a>
      <a href={rereadLink(links, { turn: next, auto: !auto })}>{t(auto ? 'refresh.stop' : 'refresh.start')}</a>
    </p>
  )
}
