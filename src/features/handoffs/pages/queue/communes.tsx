import type { ConsoleState } from '../../../../ui/kit/agent-console.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { SelectField } from '../../../../ui/kit/field.js'
import { Icon } from '../../../../ui/kit/icon.js'
import type { QueueItem, QueueView } from '../../contract.js'

/** The communes that an agent serves. */
export type Communes = QueueView['communes']

/** How a commune is called, where she serves several; where she serves one, nobody needs to be told. Pure. */
export function communeName(communes: Communes | undefined, communeId: string): string | undefined {
  return communes && communes.length > 1 ? communes.find(({ id }) => id === communeId)?.name : undefined
}

/** How the department of a request is called in its own commune. Pure. */
export function departmentName(
  communes: Communes | undefined,
  { communeId, department }: Pick<QueueItem, 'communeId' | 'department'>,
): string | undefined {
  return communes?.find(({ id }) => id === communeId)?.departments.find(({ id }) => id === department)?.name
}

/** The commune that she works for now: that of the open conversation, else the one that she is in. */
export function communeAtHand({ detail, session }: Pick<ConsoleState, 'detail' | 'session'>): string | undefined {
  return detail?.handoff.communeId ?? session?.user.communeId
}

/** The commune of a request, where she serves several. */
export function CommuneBadge({ communeId }: { communeId: string }) {
  const { state } = useConsole()
  const name = communeName(state.queue?.communes, communeId)
  if (name === undefined) return null
  return (
    <span class="mark-badge commune">
      <Icon name="town" /> {name}
    </span>
  )
}

/**
 * The commune for which she serves somebody at the counter, and the way to choose another: the last one that she chose on this computer, else the one that she
 * is in. `undefined` where she serves one.
 */
export function useCounterCommune(): [communeId: string | undefined, choose: (communeId: string) => void] {
  const { session, state } = useConsole()
  const { communes = [] } = state.queue ?? {}
  const last = communes.find(({ id }) => id === state.preferences.commune) ?? communes[0]
  return [communes.length > 1 ? last?.id : undefined, (commune) => session.prefer({ commune })]
}

interface CommuneFieldProps {
  id: string
  /** Nothing is asked without. */
  value: string | undefined
  onValue: (communeId: string) => void
}

/** For which commune, where she serves several. */
export function CommuneField({ id, value, onValue }: CommuneFieldProps) {
  const { t, state } = useConsole()
  if (value === undefined) return null
  const options = (state.queue?.communes ?? []).map((one): [string, string] => [one.id, one.name])
  return <SelectField id={id} label={t('desk.commune')} value={value} onValue={onValue} options={options} />
}
