import { useRef } from 'preact/hooks'
import type { HandoffDetailView } from '../../features/handoffs/contract.js'
import { MaskedData } from '../../features/validation/pages/masked-data.js'
import { OwnRemarks } from '../../features/validation/pages/own-remarks.js'
import { Button } from '../kit/button.js'
import { useConsole } from '../kit/console-context.js'
import { useFocusWish } from '../kit/focus.js'
import { momentInWords } from '../kit/moment-in-words.js'
import { explainTurns, talkAbout } from './explain-turn.js'
import { TurnView } from './turn-view.js'
import { useRescuedFocus } from './use-rescued-focus.js'

/** Why the citizen needs a human: what the assistant understood of each message, and where she comes from. */
export function UnderstandingPane() {
  const { t, session, state } = useConsole()
  const { detail, route } = state
  const heading = useRef<HTMLHeadingElement>(null)
  useFocusWish('understanding', heading)
  useRescuedFocus('understanding', heading)
  return (
    <section class="pane understanding" id="understanding" aria-labelledby="understanding-title">
      <div class="pane-head">
        {route.handoffId !== null && (
          <Button
            look="quiet"
            class="only-medium"
            icon="back"
            label={t('nav.backToConversation')}
            onClick={() => session.navigate({ view: 'conversation', handoffId: route.handoffId })}
          />
        )}
        <h2 id="understanding-title" class="pane-title" ref={heading} tabIndex={-1}>
          {t('understanding.title')}
        </h2>
      </div>
      <div class="pane-scroll">
        {detail ? <Understood detail={detail} /> : <p class="empty">{t('understanding.none')}</p>}
        <OwnRemarks />
      </div>
    </section>
  )
}

function Understood({ detail }: { detail: HandoffDetailView }) {
  const { t } = useConsole()
  const explained = explainTurns(detail.transcript.messages, detail.transcript.turns)
  return (
    <>
      <h3>{t('understanding.context')}</h3>
      <Context detail={detail} />
      <MaskedData key={detail.handoff.id} detail={detail} />
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
    </>
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
