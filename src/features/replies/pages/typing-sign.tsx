import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../../../ui/kit/console-context.js'

/** That the citizen writes, in the line above the answer: nothing moves for it. */
export function TypingSign({ handoffId }: { handoffId: string }) {
  const { t, session } = useConsole()
  const { citizenTyping } = session
  const [typing, setTyping] = useState(citizenTyping.isTyping(handoffId))
  useEffect(() => {
    const read = () => setTyping(citizenTyping.isTyping(handoffId))
    read()
    return citizenTyping.subscribe(read)
  }, [citizenTyping, handoffId])
  return <span class="citizen-typing">{typing && t('copilot.typing')}</span>
}
