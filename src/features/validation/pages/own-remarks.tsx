import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../../../ui/kit/console-context.js'
import { plural } from '../../../ui/kit/console-words.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { type RemarkView, validationRoutes } from '../contract.js'

/** What became of what this agent told the curators. Read when it is opened, and once at first for the count. */
export function OwnRemarks() {
  const { t, language, session } = useConsole()
  const [remarks, setRemarks] = useState<RemarkView[] | null>(null)
  const [failed, setFailed] = useState(false)
  const read = () =>
    session.api.ask(validationRoutes.ownRemarks).then(
      (view) => {
        setRemarks(view.remarks)
        setFailed(false)
      },
      () => setFailed(true),
    )
  useEffect(() => void read(), [session])
  const settled = remarks?.filter(({ state }) => state !== 'new').length ?? 0
  return (
    <details
      class="own-remarks"
      onToggle={(event) => {
        if (event.currentTarget.open) void read()
      }}
    >
      <summary>
        {t('trust.own')}{' '}
        {remarks && remarks.length > 0 && (
          <span class="hint">
            ({settled === 0 ? t('trust.ownAnsweredNone') : plural(t, language, 'trust.ownAnswered', settled)})
          </span>
        )}
      </summary>
      {failed && <p class="field-error">{t('trust.ownFailed')}</p>}
      {remarks?.length === 0 && <p class="hint">{t('trust.ownNone')}</p>}
      <ul>
        {remarks?.map((remark) => (
          <OwnRemark key={remark.id} remark={remark} />
        ))}
      </ul>
    </details>
  )
}

function OwnRemark({ remark }: { remark: RemarkView }) {
  const { t, language, now } = useConsole()
  const { kind, state, question, answer, reason, settledAt, settledBy } = remark
  const words = t(`trust.state.${state}`)
  return (
    <li>
      <p>
        <strong>{t(`trust.remarked.${kind}`)}</strong>
      </p>
      <p>
        <q lang={remark.language}>{kind === 'proposed_answer' ? answer : question}</q>
      </p>
      <p class="hint">
        {settledAt
          ? t('trust.stateBy', { state: words, name: settledBy ?? '', moment: momentInWords(settledAt, language, now) })
          : words}
      </p>
      {reason && <p>{t('trust.reason', { reason })}</p>}
    </li>
  )
}
