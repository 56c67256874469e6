import { useRef, useState } from 'preact/hooks'
import { REMARK_STATES, type RemarkState } from '../../../domain/remark.js'
import type { RemarksView } from '../../../http/agent/trust-contract.js'
import { CallError } from '../../console/staff-api.js'
import type { SectionProps } from '../page-props.js'
import { RemarkItem } from './remark-item.js'
import { useReading } from './use-reading.js'

/** The curators' inbox: what agents noticed, and what becomes of it. */
export function RemarksSection({ api, t, language }: SectionProps) {
  const [state, setState] = useState<RemarkState>('new')
  const [done, setDone] = useState('')
  const [problem, setProblem] = useState('')
  const select = useRef<HTMLSelectElement>(null)
  const { view, failed, read } = useReading<RemarksView>(api, `/admin/remarks?state=${state}`)
  const settle = async (id: string, next: RemarkState, reason: string) => {
    setProblem('')
    setDone('')
    try {
      await api.call('POST', `/admin/remarks/${id}`, { state: next, reason })
      setDone(t('admin.remarks.saved', { state: t(`trust.state.${next}`) }))
      // The one that was pressed leaves the list.
      select.current?.focus()
      read()
    } catch (error) {
      setProblem((error instanceof CallError && error.message) || t('admin.remarks.notSaved'))
    }
  }
  return (
    <section class="sheet" aria-labelledby="remarks">
      <h2 id="remarks">{t('admin.remarks')}</h2>
      <p class="hint">{t('admin.remarks.intro')}</p>
      <p role="alert" class="field-error">
        {failed ? t('admin.remarks.failed') : problem}
      </p>
      <p role="status" class="good">
        {done}
      </p>
      <div class="field">
        <label for="remarks-state">{t('admin.remarks.show')}</label>
        <select
          ref={select}
          id="remarks-state"
          value={state}
          onChange={(event) => setState(REMARK_STATES.find((one) => one === event.currentTarget.value) ?? 'new')}
        >
          {REMARK_STATES.map((one) => (
            <option key={one} value={one}>
              {t('admin.remarks.count', { state: t(`trust.state.${one}`), count: view?.counts[one] ?? 0 })}
            </option>
          ))}
        </select>
      </div>
      {view?.remarks.length === 0 && <p>{t('admin.remarks.none')}</p>}
      <ul class="remarks">
        {view?.remarks.map((remark) => (
          <RemarkItem
            key={remark.id}
            t={t}
            language={language}
            remark={remark}
            onSettle={(next, reason) => void settle(remark.id, next, reason)}
          />
        ))}
      </ul>
    </section>
  )
}
