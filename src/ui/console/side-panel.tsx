import { useRef } from 'preact/hooks'
import type { HandoffDetailView } from '../../features/handoffs/contract.js'
import { EarlierConversations } from '../../features/handoffs/pages/desk/earlier-conversations.js'
import { stepInWords } from '../../features/handoffs/pages/lifecycle/steps-in-words.js'
import { OwnRemarks } from '../../features/remarks/pages/own-remarks.js'
import { Button } from '../kit/button.js'
import { useConsole } from '../kit/console-context.js'
import { useFocusWish, useRescuedFocus } from '../kit/focus.js'
import { momentInWords } from '../kit/moment-in-words.js'
import { isNarrow } from './commands/commands.js'
import { explainTurns, talkAbout } from './explain-turn.js'
import { TurnView } from './turn-view.js'

/** What is known beside what is said: where the citizen comes from, what the assistant understood, what was done. It folds. */
export function SidePanel() {
  const { t, session, state } = useConsole()
  const { detail, route } = state
  const heading = useRef<HTMLHeadingElement>(null)
  useFocusWish('understanding', heading)
  useRescuedFocus('understanding', heading)
  return (
    <section class="pane understanding" id="understanding" aria-labelledby="understanding-title">
      <div class="pane-head">
        <h2 id="understanding-title" class="pane-title" ref={heading} tabIndex={-1}>
          {t('understanding.title')}
        </h2>
        <Button
          look="quiet"
          icon="close"
          isIconOnly
          label={t('nav.backToConversation')}
          onClick={() => {
            if (isNarrow()) session.navigate({ view: 'conversation', handoffId: route.handoffId })
            else session.prefer({ side: false })
            session.focusOn('thread')
          }}
        />
      </div>
      <div class="pane-scroll">
        {detail ? <Known detail={detail} /> : <p class="empty">{t('understanding.none')}</p>}
        <OwnRemarks />
      </div>
    </section>
  )
}

function Known({ detail }: { detail: HandoffDetailView }) {
  const { t } = useConsole()
  const explained = explainTurns(detail.transcript.messages, detail.transcript.turns)
  return (
    <>
      <Context detail={detail} />
      <EarlierConversations detail={detail} />
      <h3>{t('understanding.turns')}</h3>
      {explained.length === 0 ? (
        <p class="empty">{t('understanding.noTurns')}</p>
      ) : (
        <ol class="turns">
          {explained.map((one, index) => (
            <li key={one.turn.messageSeq}>
              <TurnView explained={one} latest={index === 0} />
            </li>
          ))}
        </ol>
      )}
      <Steps detail={detail} />
    </>
  )
}

/** What was done to a request, who did it and when. The notes left with it are in the conversation, at their time. */
function Steps({ detail: { handoff, lifecycle } }: { detail: HandoffDetailView }) {
  const { t, language, now } = useConsole()
  const words = { t, language, now }
  const moment = (at: string) => <time dateTime={at}>{momentInWords(at, language, now)}</time>
  return (
    <details class="steps">
      <summary>
        <h3>{t('lifecycle.history')}</h3>
      </summary>
      <ol>
        <li>
          {moment(handoff.requestedAt)} <span>{t('lifecycle.step.request')}</span>
        </li>
        {lifecycle.steps.map((step) => (
          <li key={`${step.at}-${step.type}`}>
            {moment(step.at)} <span>{stepInWords(step, words)}</span>
          </li>
        ))}
      </ol>
    </details>
  )
}

/** Nobody at the counter or on the phone came from a page, or called an agent from the chat. */
function Context({ detail: { handoff, transcript, page, channel } }: { detail: HandoffDetailView }) {
  const { t, language, now } = useConsole()
  const { subject, forWhom } = talkAbout(transcript.messages, transcript.turns)
  return (
    <dl class="context">
      {(subject !== null || forWhom !== null) && (
        <div>
          <dt>{t('understanding.subject')}</dt>
          <dd>
            {subject !== null && <bdi>{subject}</bdi>}
            {subject !== null && forWhom !== null && ' · '}
            {forWhom !== null && t('understanding.forWhom', { whom: t(`forWhom.${forWhom}`) })}
          </dd>
        </div>
      )}
      {channel === 'web' && (
        <div>
          <dt>{t('understanding.reason')}</dt>
          <dd>{t(`reason.${handoff.reason}`)}</dd>
        </div>
      )}
      <div>
        <dt>{t('understanding.requestedAt')}</dt>
        <dd>{momentInWords(handoff.requestedAt, language, now)}</dd>
      </div>
      {channel === 'web' && (
        <div>
          <dt>{t('understanding.page')}</dt>
          <dd class="page">{page || t('understanding.pageUnknown')}</dd>
        </div>
      )}
      <div>
        <dt>{t('understanding.language')}</dt>
        <dd>{t(`language.${handoff.language}`)}</dd>
      </div>
    </dl>
  )
}
