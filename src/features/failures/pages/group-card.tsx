import { useId, useRef, useState } from 'preact/hooks'
import { FAILURE_KINDS } from '../../../platform/model/failure.js'
import { pressedDigit } from '../../../ui/kit/browser.js'
import { Button } from '../../../ui/kit/button.js'
import { formatDay } from '../../../ui/kit/moment-in-words.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { type FailureGroupView, type FailureScope, failureRoutes } from '../contract.js'
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
  const { api, language, words, actions } = useFailurePage()
  const { say, many } = words
  const id = useId()
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [reason, setReason] = useState('')
  const [isReasonMissing, setReasonMissing] = useState(false)
  const reasonField = useRef<HTMLInputElement>(null)
  const begin = useRef<HTMLInputElement>(null)
  const { view, failed, read } = useReading(api, isOpen ? failureRoutes.group : null, {
    params: { id: group.id },
    query: filter,
  })
  const isAnyState = filter.state === undefined
  const scope: FailureScope = chosen.size > 0 ? { failureIds: [...chosen] } : { groupId: group.id, filter }
  const act = async (remedy: Remedy) => {
    const isRejected = remedy.action === 'decide' && (remedy.state === 'out_of_scope' || remedy.state === 'wont_fix')
    if (isRejected && group.kinds.remark && reason.trim() === '') {
      setReasonMissing(true)
      reasonField.current?.focus()
      return
    }
    onDone()
    const told = remedy.action === 'decide' && reason.trim() !== '' ? { ...remedy, reason: reason.trim() } : remedy
    if (!(await actions.act(scope, told))) return
    setChosen(new Set())
    setReason('')
    // A group of which nothing is wanted any more is unknown: the list says first whether it stays.
    const mayStay = isAnyState || (filter.state !== 'anomaly' && remedy.action !== 'decide')
    if (mayStay || (chosen.size > 0 && chosen.size < group.failures)) read()
  }
  const undo = async (actionId: string) => {
    onDone()
    await actions.undo(actionId)
    if (isAnyState || group.failures > 1) read()
  }
  const onKeyDown = (event: KeyboardEvent) => {
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
        // A folded group shows first what the key would do.
        return isOpen ? remedy(move) : setOpen(true)
    }
  }
  const remedy = (move: Extract<GroupMove, { move: 'begin' | 'decide' | 'propose' }>) => {
    if (move.move === 'begin') {
      begin.current?.closest('details')?.setAttribute('open', '')
      return begin.current?.focus()
    }
    if (move.move === 'decide') return void act({ action: 'decide', state: move.state })
    const entry = view?.proposed[move.nth]
    if (entry) void act({ action: 'add_questions', entryId: entry.id })
  }
  return (
    <li class="failure-group" onKeyDown={onKeyDown}>
      <h3 id={id} tabIndex={-1}>
        <q lang={group.language}>{group.question}</q>
      </h3>
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
            isReasonMissing={isReasonMissing}
            reasonField={reasonField}
            onReason={(typed) => {
              setReason(typed)
              setReasonMissing(false)
            }}
            titleField={begin}
            onAct={(remedy) => void act(remedy)}
          />
          <GroupMembers id={id} view={view} filter={filter} chosen={chosen} onChoose={setChosen} onUndo={undo} />
        </>
      )}
    </li>
  )
}
