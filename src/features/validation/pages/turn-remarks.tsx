import type { Turn } from '../../../platform/model/turn.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { RemarkPress } from './remark-press.js'

/** What the curators can be told of a turn: a wrong answer where one was given, a question that an entry should know anywhere else. */
export function TurnRemarks({ turn: { messageSeq, entryId, candidates } }: { turn: Turn }) {
  const { state } = useConsole()
  const handoffId = state.detail?.handoff.id
  if (!handoffId) return null
  const hasAnswered = entryId !== null || candidates.some(({ kept }) => kept)
  return (
    <div class="turn-remarks">
      {hasAnswered && <RemarkPress handoffId={handoffId} messageSeq={messageSeq} kind="wrong_answer" />}
      <RemarkPress handoffId={handoffId} messageSeq={messageSeq} kind="missing_question" />
    </div>
  )
}
