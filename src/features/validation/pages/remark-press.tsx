import { useEffect, useRef, useState } from 'preact/hooks'
import { useConsole } from '../../../ui/console/console-context.js'
import { CallError } from '../../../ui/console/staff-api.js'
import { Icon } from '../../../ui/kit/icon.js'
import type { RemarkView } from '../../entries/routes/trust-contract.js'
import type { RemarkKind } from '../../handoffs/remark.js'
import { RemarkDetailsForm } from './remark-details-form.js'

interface RemarkPressProps {
  handoffId: string
  messageSeq: number
  kind: RemarkKind
}

/** Tells the curators of a message in one press. It can be taken back, or made more precise, in the same place. */
export function RemarkPress({ handoffId, messageSeq, kind }: RemarkPressProps) {
  const { t, session } = useConsole()
  const [remark, setRemark] = useState<RemarkView | null>(null)
  const [busy, setBusy] = useState(false)
  const [open, setOpen] = useState(false)
  const [told, setTold] = useState('')
  const main = useRef<HTMLButtonElement>(null)
  const arrived = useRef(false)
  // What was pressed is replaced by what takes it back: the focus goes with it.
  useEffect(() => {
    if (arrived.current) main.current?.focus()
    arrived.current = true
  }, [remark === null])
  const attempt = async (call: () => Promise<void>) => {
    if (busy) return
    setBusy(true)
    try {
      await call()
    } catch (error) {
      setTold((error instanceof CallError && error.message) || t('trust.remarkFailed'))
    }
    setBusy(false)
  }
  const press = () =>
    attempt(async () => {
      const body = { kind, messageSeq }
      setRemark(await session.api.call<RemarkView>('POST', `/agent/handoffs/${handoffId}/remarks`, body))
      setTold('')
    })
  const undo = () =>
    attempt(async () => {
      await session.api.call('DELETE', `/agent/remarks/${remark?.id}`)
      setOpen(false)
      setRemark(null)
      setTold(t('trust.undone'))
    })
  return (
    <div class={remark ? 'remark made' : 'remark'}>
      {remark ? (
        <>
          <span role="status">
            <Icon name="check" /> {t(`trust.remarked.${kind}`)}
          </span>
          <button type="button" class="button quiet" ref={main} onClick={() => void undo()}>
            {t('trust.undo')}
          </button>
          <button type="button" class="button quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('trust.more')}
          </button>
        </>
      ) : (
        <button type="button" class="button quiet" ref={main} onClick={() => void press()}>
          {t(`trust.remark.${kind}`)}
        </button>
      )}
      {told !== '' && (
        <span role="status" class="remark-told">
          {told}
        </span>
      )}
      {remark && open && (
        <RemarkDetailsForm
          remark={remark}
          onSaved={(saved) => {
            setRemark(saved)
            setOpen(false)
            setTold(t('trust.saved'))
            main.current?.focus()
          }}
        />
      )}
    </div>
  )
}
