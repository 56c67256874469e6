import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import type { RevealReason } from '../../../platform/model/masked-data.js'
import { PERSONAL_DATA_KINDS, type PersonalDataKind } from '../../../platform/security/personal-data.js'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import type { Translate } from '../../../ui/kit/console-words.js'
import { Icon } from '../../../ui/kit/icon.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useAct } from '../../../ui/kit/use-act.js'
import type { HandoffDetailView } from '../../handoffs/contract.js'
import { type MaskedItemView, type MaskedView, maskedDataRoutes } from '../contract.js'

/** How long a value stays on the screen, ms: others may look over her shoulder. */
const SHOWN_MS = 60_000

/** Why an agent who holds a request needs a value: the button says it, and it is noted who looked. */
const REASONS: Partial<Record<MaskedItemView['kind'], RevealReason>> = {
  phone: 'call_back',
  email: 'call_back',
  iban: 'fill_form',
}

/** What was masked in the open conversation; `null` before it is read. */
export const MaskedContext = createContext<MaskedView | null>(null)

/** Reads what was masked in a conversation, again whenever it has changed hands or its citizen has written. */
export function useMasked({ handoff, transcript }: HandoffDetailView): MaskedView | null {
  const { session } = useConsole()
  const [view, setView] = useState<MaskedView | null>(null)
  const { id, status, agentId } = handoff
  const written = transcript.messages.filter(({ author }) => author === 'citizen').length
  useEffect(() => {
    let current = true
    session.api.ask(maskedDataRoutes.list, { params: { id } }).then(
      (read) => current && setView(read),
      () => {},
    )
    return () => {
      current = false
    }
  }, [session, id, status, agentId, written])
  return view
}

/** The values masked in one message, where they stand; each shown in one press to the agent who holds the request. @param seq `null`: those left with a request */
export function MaskedValues({ handoffId, seq }: { handoffId: string; seq: number | null }) {
  const view = useContext(MaskedContext)
  const items = view?.items.filter(({ messageSeq }) => messageSeq === seq) ?? []
  if (!view?.mayReveal || items.length === 0) return null
  return (
    <ul class="masked">
      {items.map((item) => (
        <li key={item.id}>
          <MaskedValue handoffId={handoffId} item={item} />
        </li>
      ))}
    </ul>
  )
}

function MaskedValue({ handoffId, item: { id, kind } }: { handoffId: string; item: MaskedItemView }) {
  const { t, session } = useConsole()
  const [value, setValue] = useState<string | null>(null)
  const { problem, run } = useAct(t('masked.failed'))
  useEffect(() => {
    if (value === null) return
    const timer = setTimeout(() => setValue(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [value])
  const reason = REASONS[kind] ?? 'find_file'
  const show = () =>
    run(async () => {
      const body = { itemId: id, reason }
      setValue((await session.api.ask(maskedDataRoutes.reveal, { params: { id: handoffId }, body })).value)
    })
  const what = t(`masked.kind.${kind}`)
  return (
    <>
      <Button
        look="quiet"
        label={value === null ? t('masked.showFor', { what, why: t(`masked.reason.${reason}`) }) : t('masked.hide')}
        title={t('masked.shownFor')}
        onClick={() => (value === null ? void show() : setValue(null))}
      />
      <span role="status">
        {value !== null && (
          <strong>
            <bdi>{value}</bdi>
          </strong>
        )}
        {problem !== '' && <span class="field-error">{problem}</span>}
      </span>
    </>
  )
}

/** Says what the server masked of what was just written, until it is closed or the next time. The rest was kept as it was written. */
export function MaskedBanner({ api, t }: { api: StaffApi; t: Translate }) {
  const [kinds, setKinds] = useState<PersonalDataKind[]>([])
  useEffect(() => {
    api.onMasked = (names) => setKinds(PERSONAL_DATA_KINDS.filter((kind) => names.includes(kind)))
    return () => {
      api.onMasked = null
    }
  }, [api])
  return (
    <div role="status">
      {kinds.length > 0 && (
        <div class="banner warning">
          <Icon name="alert" />
          <p>{t('masked.told', { kinds: kinds.map((kind) => t(`masked.kind.${kind}`)).join(', ') })}</p>
          <Button look="quiet" icon="close" label={t('dismiss')} isIconOnly onClick={() => setKinds([])} />
        </div>
      )}
    </div>
  )
}
