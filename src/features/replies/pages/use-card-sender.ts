import { useState } from 'preact/hooks'
import { useConsole } from '../../../ui/kit/console-context.js'
import { CallError } from '../../../ui/kit/staff-api.js'
import { copilotRoutes, type InsertedEntryView } from '../../handoffs/copilot-contract.js'

/** Shows the citizen the card of an entry, one at a time. */
export function useCardSender(handoffId: string, onTold: (sentence: string) => void) {
  const { session, t } = useConsole()
  const [sending, setSending] = useState<string | null>(null)
  const send = async ({ id }: InsertedEntryView) => {
    if (sending) return
    setSending(id)
    try {
      const card = { clientId: crypto.randomUUID(), entryId: id }
      await session.api.ask(copilotRoutes.showCard, { params: { id: handoffId }, body: card })
      onTold(t('copilot.sent'))
      session.refresh()
    } catch (error) {
      onTold([t('copilot.sendFailed'), error instanceof CallError ? error.message : ''].filter(Boolean).join(' '))
    } finally {
      setSending(null)
    }
  }
  return { sending, send }
}
