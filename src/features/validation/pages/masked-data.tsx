import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../../../ui/kit/console-context.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { HandoffDetailView } from '../../handoffs/contract.js'
import { type MaskedItemView, type MaskedView, validationRoutes } from '../contract.js'
import { MaskedValue } from './masked-value.js'

/** What was masked in what the citizen wrote to a person, each shown only to the agent who holds the request, with a reason. */
export function MaskedData({ detail: { handoff, transcript } }: { detail: HandoffDetailView }) {
  const { t, language, now, session } = useConsole()
  const [view, setView] = useState<MaskedView | null>(null)
  const { messages } = transcript
  const { id, status, agentId } = handoff
  const written = messages.filter(({ author }) => author === 'citizen').length
  useEffect(() => {
    let current = true
    session.api.ask(validationRoutes.masked, { params: { id } }).then(
      (read) => current && setView(read),
      () => {},
    )
    return () => {
      current = false
    }
  }, [session, id, status, agentId, written])
  if (!view || view.items.length === 0) return null
  const nameOf = ({ kind, messageSeq }: MaskedItemView) => {
    const message = messages.find(({ seq }) => seq === messageSeq)
    const named = t(`trust.kind.${kind}`)
    if (!message) return t('trust.maskedLeft', { kind: named })
    return t('trust.maskedAt', { kind: named, moment: momentInWords(message.at, language, now) })
  }
  return (
    <section class="masked" aria-labelledby="masked-title">
      <h3 id="masked-title">{t('trust.masked')}</h3>
      <p class="hint">{t(view.mayReveal ? 'trust.maskedIntro' : 'trust.maskedNotYours')}</p>
      <ul>
        {view.items.map((item) => (
          <li key={item.id}>
            <MaskedValue handoffId={id} item={item} name={nameOf(item)} mayReveal={view.mayReveal} />
          </li>
        ))}
      </ul>
    </section>
  )
}
