import { useEffect, useRef, useState } from 'preact/hooks'
import { MAX_NOTE_LENGTH, type RemarkState } from '../../../domain/remark.js'
import type { RemarkView } from '../../../http/agent/trust-contract.js'
import { percentOf } from '../../console/explain-turn.js'
import { momentInWords } from '../../console/moment-in-words.js'
import type { SectionProps } from '../page-props.js'

interface RemarkItemProps extends Omit<SectionProps, 'api'> {
  remark: RemarkView
  onSettle: (state: RemarkState, reason: string) => void
}

/** One remark with its context, and what a curator can do with it. */
export function RemarkItem({ t, language, remark, onSettle }: RemarkItemProps) {
  const { id, kind, state, at, agentName, settledAt, settledBy, reason } = remark
  const [rejecting, setRejecting] = useState(false)
  const moment = (iso: string) => momentInWords(iso, language, new Date())
  return (
    <li>
      <h3 id={`remark-${id}`}>{t(`trust.remarked.${kind}`)}</h3>
      <p class="hint">{t('admin.remarks.by', { name: agentName, moment: moment(at) })}</p>
      <Context t={t} language={language} remark={remark} />
      {settledAt && (
        <p>
          {t('trust.stateBy', { state: t(`trust.state.${state}`), name: settledBy ?? '', moment: moment(settledAt) })}
        </p>
      )}
      {reason && <p>{t('trust.reason', { reason })}</p>}
      {rejecting ? (
        <Rejection t={t} id={id} onReject={(why) => onSettle('rejected', why)} onCancel={() => setRejecting(false)} />
      ) : (
        <div class="actions">
          {state === 'new' ? (
            <>
              <button
                type="button"
                class="button main"
                aria-describedby={`remark-${id}`}
                onClick={() => onSettle('done', '')}
              >
                {t('admin.remarks.done')}
              </button>
              <button type="button" class="button" aria-describedby={`remark-${id}`} onClick={() => setRejecting(true)}>
                {t('admin.remarks.reject')}
              </button>
            </>
          ) : (
            <button type="button" class="button" aria-describedby={`remark-${id}`} onClick={() => onSettle('new', '')}>
              {t('admin.remarks.reopen')}
            </button>
          )}
        </div>
      )}
    </li>
  )
}

function Context({ t, language, remark }: Omit<SectionProps, 'api'> & { remark: RemarkView }) {
  const { kind, question, answer, entryId, rightEntryId, candidates, note, contentVersion } = remark
  const rows: [string, preact.ComponentChildren][] = [
    [t('admin.remarks.question'), question && <q lang={remark.language}>{question}</q>],
    [t('admin.remarks.answer'), kind === 'proposed_answer' && <span class="remark-words">{answer}</span>],
    [t('admin.remarks.shown'), entryId && <EntryLink remark={remark} id={entryId} />],
    [
      t(kind === 'wrong_answer' ? 'admin.remarks.right' : 'admin.remarks.for'),
      rightEntryId && <EntryLink remark={remark} id={rightEntryId} />,
    ],
    [
      t('admin.remarks.candidates'),
      candidates.length > 0 &&
        candidates.map(({ title, confidence }) => `${title} (${percentOf(confidence, language)})`).join(' ; '),
    ],
    [t('admin.remarks.note'), note],
  ]
  return (
    <>
      <dl class="parts">
        {rows.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {contentVersion && <p class="hint">{t('admin.remarks.version', { version: contentVersion.slice(0, 8) })}</p>}
    </>
  )
}

/** To the page of an entry, as citizens see it; one that is no longer published is named by its id. */
function EntryLink({ remark, id }: { remark: RemarkView; id: string }) {
  const title = remark.titles[id]
  return title ? (
    <a href={`/fiche/${id}`} lang="fr">
      {title}
    </a>
  ) : (
    <code>{id}</code>
  )
}

interface RejectionProps {
  t: SectionProps['t']
  id: string
  onReject: (reason: string) => void
  onCancel: () => void
}

function Rejection({ t, id, onReject, onCancel }: RejectionProps) {
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => area.current?.focus(), [])
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setMissing(reason.trim() === '')
        if (reason.trim() !== '') onReject(reason.trim())
      }}
    >
      <div class="field">
        <label for={`why-${id}`}>{t('admin.remarks.why')}</label>
        <textarea
          id={`why-${id}`}
          rows={2}
          maxLength={MAX_NOTE_LENGTH}
          value={reason}
          required
          aria-invalid={missing}
          aria-describedby={`why-error-${id}`}
          ref={area}
          onInput={(event) => {
            setReason(event.currentTarget.value)
            setMissing(false)
          }}
        />
        <p id={`why-error-${id}`} class="field-error" role="status">
          {missing && t('admin.remarks.whyMissing')}
        </p>
      </div>
      <div class="actions">
        <button type="submit" class="button main">
          {t('admin.remarks.confirmReject')}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}
