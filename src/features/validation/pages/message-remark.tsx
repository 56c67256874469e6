import type { Message } from '../../../platform/model/conversation.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import type { RemarkKind } from '../../handoffs/remark.js'
import { RemarkPress } from './remark-press.js'

/** What the curators can be told of a message, if anything: by who wrote it. */
export function MessageRemark({ message }: { message: Message }) {
  const { state } = useConsole()
  const handoffId = state.detail?.handoff.id
  const kind = kindFor(message)
  if (!handoffId || !kind) return null
  return <RemarkPress handoffId={handoffId} messageSeq={message.seq} kind={kind} />
}

/** An agent's words may be an answer to keep; a card of the assistant may be the wrong one; a citizen's words may miss in an entry. */
function kindFor({ author, payload }: Message): RemarkKind | null {
  if (author === 'agent') return 'proposed_answer'
  if (author === 'assistant') return payload.type === 'card' ? 'wrong_answer' : null
  return author === 'citizen' ? 'missing_question' : null
}
