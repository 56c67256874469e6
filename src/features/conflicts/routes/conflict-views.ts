import { sayIn } from '../../../assistant/assistant-context.js'
import { composeClarification } from '../../../assistant/compose.js'
import { communeOf } from '../../../platform/http/commune-of.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import type { User } from '../../accounts/staff.js'
import type { Entry } from '../../entries/model/entry.js'
import { localMoment } from '../../statistics/period.js'
import type { ConflictQuestion } from '../conflict.js'
import { type IgnoredConflict, isIgnored } from '../ignored-conflict.js'
import type { RankedConflict } from '../rank-conflicts.js'
import {
  type ConflictEntryView,
  type ConflictQuestionView,
  type ConflictView,
  MOST_CONFLICT_QUESTIONS,
} from './conflict-contract.js'
import type { Findings } from './conflict-findings.js'

interface Shown {
  shown: readonly RankedConflict[]
  findings: Findings
  ignored: readonly IgnoredConflict[]
}

/** Findings as a curator reads them, with what drafts have made of them already. */
export async function conflictViews(
  context: HttpContext,
  user: User,
  { shown, findings: { entries, records }, ignored }: Shown,
): Promise<ConflictView[]> {
  const { timeZone } = communeOf(context, user.communeId)
  const ids = new Set(shown.flatMap(({ entryIds }) => entryIds))
  const drafted = records.filter(({ entryId, draft }) => draft && ids.has(entryId))
  const drafts = new Map<string, readonly string[]>()
  for (const { entryId } of drafted) {
    const record = await context.assistant.store.getEntryRecord(user.communeId, entryId)
    if (record?.draft) drafts.set(entryId, record.draft.content.questions)
  }
  const entryView = (id: string): ConflictEntryView => {
    const { title = id, questions = [] } = entries.get(id) ?? {}
    return { id, title, questions: questions.length, draft: drafts.has(id) }
  }
  const isGone = (id: string | null, question: string | undefined) =>
    id !== null && question !== undefined && drafts.get(id)?.includes(question) === false
  const isMoved = ({ question, of, by, twin }: ConflictQuestion) => isGone(of, question) || isGone(by, twin)
  return shown.map((conflict) => {
    const { key, kind, entryIds, questions, count, taken, of, stake } = conflict
    const former = ignored.find((one) => one.key === key)
    return {
      key,
      kind,
      entries: entryIds.map(entryView),
      questions: questions
        .slice(0, MOST_CONFLICT_QUESTIONS)
        .map((question) => questionView(question, isMoved(question))),
      count,
      taken,
      of,
      stake,
      apart: apartOf(
        context,
        entryIds.flatMap((id) => entries.get(id) ?? []),
      ),
      ignored: former
        ? {
            by: former.userName,
            day: localMoment(former.at, timeZone).day,
            reason: former.reason,
            isOver: !isIgnored(conflict, ignored),
          }
        : null,
    }
  })
}

function questionView(
  { question, of, by, twin, isUnsure = false }: ConflictQuestion,
  moved: boolean,
): ConflictQuestionView {
  return { question, of, by, twin: twin ?? null, isUnsure, moved }
}

/** What a citizen is asked when the two are as likely. */
function apartOf({ assistant: { say } }: HttpContext, pair: readonly Entry[]): ConflictView['apart'] {
  if (pair.length < 2) return null
  const asked = composeClarification(pair, 'fr', sayIn(say, 'fr'))
  return asked.type === 'choice'
    ? { question: asked.text, labels: asked.options.slice(0, pair.length).map(({ label }) => label) }
    : null
}
