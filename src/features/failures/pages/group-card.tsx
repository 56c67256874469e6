import type { RefObject } from 'preact'
import { useId, useRef, useState } from 'preact/hooks'
import { FAILURE_KINDS } from '../../../platform/model/failure.js'
import { pressedDigit } from '../../../ui/kit/browser.js'
import { Button } from '../../../ui/kit/button.js'
import { formatDay } from '../../../ui/kit/moment-in-words.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { type FailureGroupDetailView, type FailureGroupView, type FailureScope, failureRoutes } from '../contract.js'
import type { FailureFilter } from '../failure-groups.js'
import { GroupMembers, useFailurePage } from './group-members.js'
import { GroupRemedies } from './group-remedies.js'
import type { Remedy } from './use-actions.js'

/** What a key does in a group of failed questions. */
type GroupMove =
  | { move: 'propose'; nth: number }
  | { move: 'decide'; state: 'resolved' | 'out_of_scope' | 'wont_fix' }
  | { move: 'begin' }
  | { move: 'next' | 'previous' | 'undo' }

const MOVES: Readonly<Record<string, GroupMove>> = {
  1: { move: 'propose', nth: 0 },
  2: { move: 'propose', nth: 1 },
  3: { move: 'propose', nth: 2 },
  n: { move: 'begin' },
  r: { move: 'decide', state: 'resolved' },
  h: { move: 'decide', state: 'out_of_scope' },
  x: { move: 'decide', state: 'wont_fix' },
  j: { move: 'next' },
  k: { move: 'previous' },
  z: { move: 'undo' },
}

/** The move of a key pressed in a group; none while words are typed there, or with another key held. A key that is held down moves on, and does nothing more. Pure. */
export function moveOf(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat'>,
  isTyping: boolean,
): GroupMove | null {
  if (isTyping || event.ctrlKey || event.altKey || event.metaKey) return null
  const name = pressedDigit(event) ?? event.key.toLowerCase()
  if (event.repeat && name !== 'j' && name !== 'k') return null
  return MOVES[name] ?? null
}

interface Props {
  group: FailureGroupView
  filter: FailureFilter
  isOpenAtFirst: boolean
  /** Goes to the group that many places further. */
  onMove: (step: 1 | -1) => void
  /** Something was done to it, by which it may leave the list. */
  onDone: () => void
}

/** A group of failed questions: what most people asked, and, once it is open, its remedies and its questions. */
export function GroupCard({ group, filter, isOpenAtFirst, onMove, onDone }: Props) {
  const { api, words } = useFailurePage()
  const { say } = words
  const id = useId()
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const titleField = useRef<HTMLInputElement>(null)
  const { view, failed, read } = useReading(api, isOpen ? failureRoutes.group : null, {
    params: { id: group.id },
    query: filter,
  })
  const { chosen, choose, reason, act, undo } = useGroupActs({ group, filter, onDone }, read)
  const onKeyDown = useGroupKeys({
    // A folded group shows first what the key would do.
    remedy: (move) => (isOpen ? takeRemedy(move, { view, titleField, act }) : setOpen(true)),
    onMove,
  })
  return (
    <li class="failure-group" onKeyDown={onKeyDown}>
      <h3 id={id} tabIndex={-1}>
        <q lang={group.language}>{group.question}</q>
      </h3>
      <GroupFacts group={group} />
      <Button
        look="quiet"
        label={say(isOpen ? 'hide' : 'open')}
        aria-expanded={isOpen}
        aria-label={isOpen ? undefined : say('openThis', { question: group.question })}
        onClick={() => setOpen(!isOpen)}
      />
      {isOpen && failed && (
        <p role="alert" class="field-error">
          {say('failed')}
        </p>
      )}
      {isOpen && view && (
        <>
          <GroupRemedies
            id={id}
            view={view}
            chosen={chosen.size}
            reason={reason}
            titleField={titleField}
            onAct={(remedy) => void act(remedy)}
          />
          <GroupMembers id={id} view={view} filter={filter} chosen={chosen} onChoose={choose} onUndo={undo} />
        </>
      )}
    </li>
  )
}

/** How many people met it, when it was last met, and of which kinds it is. */
function GroupFacts({ group }: { group: FailureGroupView }) {
  const { language, words } = useFailurePage()
  const { say, many } = words
  return (
    <>
      <p class="hint">
        {say('met', {
          people: many('people', group.people),
          questions: many('questions', group.failures),
          day: formatDay(group.lastDay, language),
        })}
      </p>
      <ul class="failure-kinds">
        {FAILURE_KINDS.map((kind) => {
          const count = group.kinds[kind]
          return count ? <li key={kind}>{say('stateCount', { state: say(`kind.${kind}`), count })}</li> : null
        })}
      </ul>
      {group.written > 0 && <p class="hint">{many('written', group.written)}</p>}
      {group.answered > 0 && <p class="good">{many('answered', group.answered)}</p>}
    </>
  )
}

/** What is done to a group, or to the questions that are chosen in it. @param read reads the group again */
function useGroupActs({ group, filter, onDone }: Pick<Props, 'group' | 'filter' | 'onDone'>, read: () => void) {
  const { actions } = useFailurePage()
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set())
  const reason = useReason()
  const isAnyState = filter.state === undefined
  const scope: FailureScope = chosen.size > 0 ? { failureIds: [...chosen] } : { groupId: group.id, filter }
  const act = async (remedy: Remedy) => {
    const isRejected = remedy.action === 'decide' && (remedy.state === 'out_of_scope' || remedy.state === 'wont_fix')
    const why = reason.text.trim()
    if (isRejected && group.kinds.remark && why === '') return reason.ask()
    onDone()
    const told = remedy.action === 'decide' && why !== '' ? { ...remedy, reason: why } : remedy
    if (!(await actions.act(scope, told))) return
    choose(new Set())
    reason.clear()
    // A group of which nothing is wanted any more is unknown: the list says first whether it stays.
    const mayStay = isAnyState || (filter.state !== 'anomaly' && remedy.action !== 'decide')
    if (mayStay || (chosen.size > 0 && chosen.size < group.failures)) read()
  }
  const undo = async (actionId: string) => {
    onDone()
    await actions.undo(actionId)
    if (isAnyState || group.failures > 1) read()
  }
  return { chosen, choose, reason, act, undo }
}

/** Why a group is turned down, as it is typed. */
function useReason() {
  const [text, setText] = useState('')
  const [isMissing, setMissing] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  return {
    text,
    isMissing,
    field,
    ask: () => {
      setMissing(true)
      field.current?.focus()
    },
    type: (typed: string) => {
      setText(typed)
      setMissing(false)
    },
    clear: () => setText(''),
  }
}

type RemedyMove = Extract<GroupMove, { move: 'begin' | 'decide' | 'propose' }>

interface GroupKeysProps {
  remedy: (move: RemedyMove) => void
  onMove: (step: 1 | -1) => void
}

/** What the keys pressed in a group do. */
function useGroupKeys({ remedy, onMove }: GroupKeysProps): (event: KeyboardEvent) => void {
  const { actions } = useFailurePage()
  return (event) => {
    const target = event.target as HTMLElement
    const move = moveOf(event, target.matches('textarea, select, input:not([type=checkbox])'))
    if (!move) return
    event.preventDefault()
    switch (move.move) {
      case 'next':
        return onMove(1)
      case 'previous':
        return onMove(-1)
      case 'undo':
        return void (actions.done?.actionId && actions.undo(actions.done.actionId))
      default:
        return remedy(move)
    }
  }
}

interface RemedyTarget {
  view: FailureGroupDetailView | null
  /** The title of an entry that would be begun. */
  titleField: RefObject<HTMLInputElement | null>
  act: (remedy: Remedy) => Promise<void>
}

/** Takes the remedy that a key stands for in an open group. */
function takeRemedy(move: RemedyMove, { view, titleField, act }: RemedyTarget): void {
  if (move.move === 'begin') {
    titleField.current?.closest('details')?.setAttribute('open', '')
    titleField.current?.focus()
    return
  }
  if (move.move === 'decide') return void act({ action: 'decide', state: move.state })
  const entry = view?.proposed[move.nth]
  if (entry) void act({ action: 'add_questions', entryId: entry.id })
}
