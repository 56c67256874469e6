import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { SelectField } from '../../../ui/kit/field.js'
import { useFocusOnOpen } from '../../../ui/kit/focus.js'
import { Icon } from '../../../ui/kit/icon.js'
import { CallError } from '../../../ui/kit/staff-api.js'
import { REVEAL_REASONS, type RevealReason } from '../../retention/masked-data.js'
import { type MaskedItemView, validationRoutes } from '../contract.js'

/** How long a value stays on the screen, ms: others may look over her shoulder. */
const SHOWN_MS = 60_000

interface MaskedValueProps {
  handoffId: string
  item: MaskedItemView
  /** What it is, in words. */
  name: string
  mayReveal: boolean
}

/** One masked value: a press asks why, a second one shows it for a minute. */
export function MaskedValue({ handoffId, item, name, mayReveal }: MaskedValueProps) {
  const { t } = useConsole()
  const [asking, setAsking] = useState(false)
  const [value, setValue] = useState<string | null>(null)
  const toggle = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (value === null) return
    const timer = setTimeout(() => setValue(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [value])
  return (
    <>
      <p class="masked-head">
        <span>{name}</span>
        {mayReveal && (
          <button
            type="button"
            class="button"
            ref={toggle}
            aria-expanded={asking}
            onClick={() => {
              if (value === null) setAsking(!asking)
              else setValue(null)
            }}
          >
            <span aria-hidden="true">{t(value === null ? 'trust.show' : 'trust.hide')}</span>
            <span class="visually-hidden">
              {value === null ? t('trust.showNamed', { what: name }) : t('trust.hide')}
            </span>
          </button>
        )}
      </p>
      <div role="status">
        {value !== null && (
          <p class="masked-shown">
            <strong>
              <bdi>{value}</bdi>
            </strong>{' '}
            <span class="hint">{t('trust.shownFor')}</span>
          </p>
        )}
      </div>
      {asking && (
        <Reason
          id={item.id}
          handoffId={handoffId}
          onShown={(shown) => {
            setValue(shown)
            setAsking(false)
            toggle.current?.focus()
          }}
        />
      )}
    </>
  )
}

function Reason({ id, handoffId, onShown }: { id: string; handoffId: string; onShown: (value: string) => void }) {
  const { t, session } = useConsole()
  const select = useFocusOnOpen<HTMLSelectElement>()
  const [reason, setReason] = useState<RevealReason | ''>('')
  const [problem, setProblem] = useState('')
  const show = async () => {
    setProblem(reason === '' ? t('trust.whyMissing') : '')
    if (reason === '') return select.current?.focus()
    try {
      const body = { itemId: id, reason }
      const { value } = await session.api.ask(validationRoutes.reveal, { params: { id: handoffId }, body })
      onShown(value)
    } catch (error) {
      setProblem((error instanceof CallError && error.message) || t('trust.revealFailed'))
    }
  }
  return (
    <form
      class="masked-why"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void show()
      }}
    >
      <SelectField
        id={`why-${id}`}
        label={t('trust.why')}
        value={reason}
        describedBy={`why-error-${id}`}
        isWrong={problem !== ''}
        input={select}
        required
        onValue={(value) => setReason(REVEAL_REASONS.find((one) => one === value) ?? '')}
        choices={
          <>
            <option value="">{t('trust.choose')}</option>
            {REVEAL_REASONS.map((one) => (
              <option key={one} value={one}>
                {t(`trust.reveal.${one}`)}
              </option>
            ))}
          </>
        }
      >
        <p id={`why-error-${id}`} class="field-error" role="status">
          {problem !== '' && (
            <>
              <Icon name="alert" /> {problem}
            </>
          )}
        </p>
      </SelectField>
      <Button type="submit" look="main" label={t('trust.show')} />
    </form>
  )
}
