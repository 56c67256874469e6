import type { CloseReason } from '../../../platform/model/commune.js'
import { type Handoff, RESOLUTIONS } from '../../../platform/model/handoff.js'
import { Button } from '../../../ui/kit/button.js'
import { CheckField } from '../../../ui/kit/field.js'
import type { DraftProps } from './group-form.js'
import { ListActs, type SettingsWords } from './list-acts.js'

/** Kinds of requests, as they are told apart when one ends. */
const KINDS = ['live', 'desk', 'message', 'callback'] as const satisfies readonly Handoff['kind'][]

/** What agents choose from when a request ends, in the town's own words. None: what statistics count is offered itself. */
export function CloseReasonsFields({ words, draft, onChange, fault }: DraftProps) {
  const { say } = words
  const reasons = draft.closeReasons ?? []
  const keep = (next: readonly CloseReason[]) => {
    const { closeReasons: _, ...others } = draft
    onChange(next.length === 0 ? others : { ...others, closeReasons: [...next] })
  }
  return (
    <div class="dated-list">
      <p class="hint">{say('closeReasons.help')}</p>
      {reasons.length === 0 && <p>{say('closeReasons.none')}</p>}
      {reasons.map((reason, index) => (
        <fieldset key={reason.id}>
          <legend>{reason.nom || say('closeReasons.unnamed')}</legend>
          <ReasonFields
            words={words}
            reason={reason}
            isFaulty={fault?.startsWith(`closeReasons.${index}.nom`) === true}
            onChange={(next) => keep(reasons.map((one, at) => (at === index ? next : one)))}
          />
          <ListActs
            words={words}
            name={reason.nom || say('closeReasons.unnamed')}
            index={index}
            count={reasons.length}
            next="add-reason"
            onMove={(to) => keep(moved(reasons, index, to))}
            onRemove={() => keep(reasons.filter((_, at) => at !== index))}
          />
        </fieldset>
      ))}
      <Button
        label={say('closeReasons.add')}
        id="add-reason"
        onClick={() => keep([...reasons, { id: freeId(reasons), nom: '', outcome: 'answered' }])}
      />
    </div>
  )
}

interface ReasonProps {
  words: SettingsWords
  reason: CloseReason
  /** Whether its name was refused. */
  isFaulty: boolean
  onChange: (reason: CloseReason) => void
}

/** A reason: its name, what statistics count it as, and for which kinds of requests it is offered. */
function ReasonFields({ words: { say }, reason, isFaulty, onChange }: ReasonProps) {
  return (
    <>
      <label>
        {say('closeReasons.name')}
        <input
          type="text"
          value={reason.nom}
          required
          maxLength={80}
          aria-invalid={isFaulty}
          aria-describedby="settings-problem"
          onInput={(event) => onChange({ ...reason, nom: event.currentTarget.value })}
        />
      </label>
      <label>
        {say('closeReasons.outcome')}
        <select
          value={reason.outcome}
          onChange={(event) => {
            const outcome = RESOLUTIONS.find((one) => one === event.currentTarget.value)
            if (outcome) onChange({ ...reason, outcome })
          }}
        >
          {RESOLUTIONS.map((outcome) => (
            <option key={outcome} value={outcome}>
              {say(`outcome.${outcome}`)}
            </option>
          ))}
        </select>
      </label>
      <fieldset class="choices">
        <legend>{say('closeReasons.kinds')}</legend>
        {KINDS.map((kind) => (
          <CheckField
            key={kind}
            label={say(`kind.${kind}`)}
            isChecked={reason.kinds?.includes(kind) ?? true}
            onCheck={(isOn) => onChange(withKind(reason, kind, isOn))}
          />
        ))}
      </fieldset>
    </>
  )
}

/** A reason offered for one more kind of requests, or one less. Offered for all, it names none; it is always offered for one at least. Pure. */
export function withKind(reason: CloseReason, kind: Handoff['kind'], offered: boolean): CloseReason {
  const { kinds = [...KINDS], ...others } = reason
  const next = KINDS.filter((one) => (one === kind ? offered : kinds.includes(one)))
  if (next.length === 0) return reason
  return next.length === KINDS.length ? others : { ...others, kinds: next }
}

function freeId(reasons: readonly CloseReason[]): string {
  let number = reasons.length + 1
  while (reasons.some(({ id }) => id === `reason-${number}`)) number += 1
  return `reason-${number}`
}

/** A list with one of its items at another place. Pure. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const item = items[from]
  if (item === undefined) return [...items]
  const others = items.filter((_, at) => at !== from)
  return [...others.slice(0, to), item, ...others.slice(to)]
}
