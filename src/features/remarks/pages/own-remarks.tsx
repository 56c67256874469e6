import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../../../ui/kit/console-context.js'
import { plural } from '../../../ui/kit/console-words.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { type RemarkView, remarkRoutes } from '../contract.js'

/** What became of what this agent told the curators. Read when it is opened, and once at first for the count. */
export function OwnRemarks() {
  const { t, language, session } = useConsole()
  const [remarks, setRemarks] = useState<RemarkView[] | null>(null)
  const [failed, setFailed] = useState(false)
  const read = () =>
    session.api.ask(remarkRoutes.own).then(
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
        {t('remark.own')}{' '}
        {remarks && remarks.length > 0 && (
          <span class="hint">
            ({settled === 0 ? t('remark.ownAnsweredNone') : plural(t, language, 'remark.ownAnswered', settled)})
          </span>
        )}
      </summary>
      {failed && <p class="field-error">{t('remark.ownFailed')}</p>}
      {remarks?.length === 0 && <p class="hint">{t('remark.ownNone')}</p>}
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
  const words = t(`remark.state.${state}`)
  return (
    <li>
      <p>
        <strong>{t(`remark.made.${kind}`)}</strong>
      </p>
      <p>
        <q lang={remark.language}>{kind === 'proposed_answer' ? answer : question}</q>
      </p>
      <p class="hint">
        {settledAt
          ? t('remark.stateBy', {
              state: words,
              name: settledBy ?? '',
              moment: momentInWords(settledAt, language, now),
            })
          : words}
      </p>
      {reason && <p>{t('remark.reason', { reason })}</p>}
    </li>
  )
}
