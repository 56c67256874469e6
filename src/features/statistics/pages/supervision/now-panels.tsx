import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { waitsSince } from '../../../../platform/model/handoff.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { SelectField } from '../../../../ui/kit/field.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { ExplainedName } from '../../../../ui/kit/meant.js'
import { dayInWords } from '../../../../ui/kit/moment-in-words.js'
import { Sheet } from '../../../../ui/kit/sheet.js'
import { Table } from '../../../../ui/kit/table.js'
import { waitInWords } from '../../../../ui/kit/wait-in-words.js'
import type { QueueItem } from '../../../handoffs/contract.js'
import { countNow, itemsOf, lateness, PERIOD_FIGURES } from '../../../handoffs/figures.js'
import { lifecycleRoutes } from '../../../handoffs/lifecycle-contract.js'
import { listsOf } from '../../../handoffs/lists.js'
import { departmentName } from '../../../handoffs/pages/queue/communes.js'
import type { SupervisionView } from '../../supervision-contract.js'
import { useSupervisionWords, weekdayInWords } from './supervision-words.js'

type Agent = SupervisionView['agents'][number]
/** Rows that a panel shows; the others are in the queue. */
const MOST_ROWS = 8

/** Who is there, who waits, what is late, and what happened today: each with its number, and what can be done about it. */
export function NowPanels({ live }: { live: SupervisionView }) {
  const { state, now, t, language } = useConsole()
  const { say } = useSupervisionWords()
  const { pending = [], mine = [], others = [] } = state.queue ?? {}
  // Figures are each commune's: an agent may serve others, which are not hers to watch over.
  const isOwn = ({ communeId }: QueueItem) => communeId === state.session?.user.communeId
  const items = [...pending, ...mine, ...others].filter(isOwn)
  const counts = countNow(items, now)
  const toTake = listsOf(pending.filter(isOwn), '', now).take
  const late = itemsOf('late', items, now).map((item) => ({ item, ...(lateness(item, now) ?? NEVER) }))
  const [longest] = itemsOf('waiting', items, now).map(waitsSince).sort()
  return (
    <div class="panels">
      <Who agents={live.agents} />
      <Requests
        id="wait"
        agents={live.agents}
        none={say('nobody')}
        rows={toTake.map((item) => ({ item, why: 'wait' as const, since: waitsSince(item) }))}
      >
        <Numbers
          of={(['toTake', 'waiting', 'callsDue', 'messages'] as const).map((figure) => [figure, counts[figure]])}
        />
        {longest && <p>{say('longest', { wait: waitInWords(longest, now, { t, language }) })}</p>}
      </Requests>
      <Requests
        id="late"
        agents={live.agents}
        none={say('noneLate')}
        rows={late.sort((a, b) => a.since.localeCompare(b.since))}
      >
        <Numbers of={[['late', counts.late]]} />
      </Requests>
      <Today today={live.today} />
    </div>
  )
}

const NEVER = { why: 'wait', since: '' } as const

/** A number under its name, which says what it means; the first is the one that answers. */
function Numbers({ of }: { of: [figure: string, count: number][] }) {
  const { number } = useSupervisionWords()
  return (
    <dl class="figures">
      {of.map(([figure, count]) => (
        <div key={figure}>
          <dt>
            <Figure name={figure} />
          </dt>
          <dd>{number(count)}</dd>
        </div>
      ))}
    </dl>
  )
}

function Figure({ name }: { name: string }) {
  const { named } = useSupervisionWords()
  return <ExplainedName name={named('figure', name)} means={named('figure', `${name}Means`)} />
}

const STATE_ICONS = { available: 'check', busy: 'clock', away: 'moon' } as const

function Who({ agents }: { agents: Agent[] }) {
  const { say, named } = useSupervisionWords()
  const there = agents.filter(({ state }) => state === 'available')
  const free = there.reduce((sum, agent) => sum + agent.free, 0)
  const column = (figure: 'held' | 'toAnswer' | 'free') => ({
    name: named('figure', figure),
    isNumber: true,
    cell: (agent: Agent) => agent[figure],
  })
  return (
    <Sheet id="who" title={say('who')} level={3}>
      <Numbers
        of={[
          ['there', there.length],
          ['free', free],
        ]}
      />
      {agents.length === 0 ? (
        <p class="hint">{say('load.none')}</p>
      ) : (
        <Table
          caption={say('load')}
          isCaptionHidden
          rows={agents}
          keyOf={({ id }) => id}
          columns={[
            {
              name: say('load.agent'),
              cell: ({ name, state, word }) => (
                <>
                  {name}
                  <span class="state">
                    <Icon name={STATE_ICONS[state]} /> {say(`load.${state}`)}
                    {word && ` (${word})`}
                  </span>
                </>
              ),
            },
            column('held'),
            column('toAnswer'),
            column('free'),
          ]}
        />
      )}
      <p class="hint">{say('load.hint')}</p>
    </Sheet>
  )
}

interface Row {
  item: QueueItem
  why: 'wait' | 'call' | 'answer' | 'unhandled'
  since: string
}

interface RequestsProps {
  id: 'wait' | 'late'
  agents: Agent[]
  rows: Row[]
  none: string
  /** Its numbers. */
  children: ComponentChildren
}

/** Requests that somebody should see to: each is given to the chosen agent, or taken, by one press. */
function Requests({ id, agents, rows, none, children }: RequestsProps) {
  const { say, many } = useSupervisionWords()
  const { userId, give } = useGiving()
  const heading = useRef<HTMLHeadingElement>(null)
  const [chosen, setChosen] = useState('')
  const others = agents.filter((one) => one.state === 'available' && one.id !== userId).sort((a, b) => b.free - a.free)
  const agent = others.find((one) => one.id === chosen) ?? others[0]
  const giveTo = (item: QueueItem, to: Pick<Agent, 'id' | 'name'>) => {
    // The row goes with its button.
    heading.current?.focus()
    void give(item, to)
  }
  return (
    <Sheet id={id} title={say(id)} level={3} heading={heading}>
      {children}
      {rows.length === 0 && <p>{none}</p>}
      {rows.length > 0 && agent && (
        <SelectField
          id={`${id}-to`}
          label={say('assignTo')}
          value={agent.id}
          options={others.map((one) => [
            one.id,
            say('assignTo.choice', { name: one.name, free: many('free', one.free) }),
          ])}
          onValue={setChosen}
        />
      )}
      <ul class="list">
        {rows.slice(0, MOST_ROWS).map((row) => (
          <li key={row.item.id}>
            <Request {...row} agent={agent} onGive={giveTo} />
          </li>
        ))}
      </ul>
      {rows.length > MOST_ROWS && <a href="#queue">{many('more', rows.length - MOST_ROWS)}</a>}
    </Sheet>
  )
}

interface RequestProps extends Row {
  /** The agent to whom requests are given. */
  agent: Agent | undefined
  onGive: (item: QueueItem, to: Pick<Agent, 'id' | 'name'>) => void
}

function Request({ item, why, since, agent, onGive }: RequestProps) {
  const { t, language, now, state } = useConsole()
  const { say } = useSupervisionWords()
  const reference = item.reference ?? say('request')
  const me = state.session?.user
  const about = item.topic?.title ?? departmentName(state.queue?.communes, item)
  return (
    <>
      <p>
        {item.urgent && (
          <strong class="bad">
            <Icon name="alert" /> {t('queue.urgent')}{' '}
          </strong>
        )}
        <a href={`#handoff/${item.id}`}>{reference}</a> <strong>{say(`row.${item.kind}`)}</strong>
        {about && `, ${about}`}
      </p>
      <p class="hint">
        {say(`why.${why}`, {
          wait: waitInWords(since, now, { t, language }),
          day: item.closesAt ? dayInWords(item.closesAt, language, now) : '',
        })}
        {item.agentName && `, ${say('held', { name: item.agentName })}`}
      </p>
      <div class="actions">
        {agent && agent.id !== item.agentId && (
          <Button label={say('assign', { name: agent.name })} about={reference} onClick={() => onGive(item, agent)} />
        )}
        {me && me.id !== item.agentId && (
          <Button
            label={say(item.agentId ? 'takeOver' : 'take')}
            about={reference}
            onClick={() => onGive(item, { id: me.id, name: me.displayName })}
          />
        )}
      </div>
    </>
  )
}

/** Gives a request to an agent; the notice brings it back to where it was. */
function useGiving() {
  const { session, state } = useConsole()
  const { say } = useSupervisionWords()
  const give = async (item: QueueItem, to: Pick<Agent, 'id' | 'name'> | null, isUndone = false): Promise<void> => {
    const asked = { params: { id: item.id }, body: { to: to?.id ?? null } }
    const pending = { handoffId: item.id, verb: 'transfer' as const }
    if (!(await session.act(pending, () => session.api.ask(lifecycleRoutes.assign, asked)))) return
    await session.readAll()
    const reference = item.reference ?? say('request')
    const former = item.agentId === null ? null : { id: item.agentId, name: item.agentName ?? '' }
    const undo = { action: { label: say('undo'), run: () => void give(item, former, true) } }
    const told = to === null ? say('queued', { reference }) : say('assigned', { reference, name: to.name })
    session.notice('done', told, isUndone ? {} : undo)
  }
  return { userId: state.session?.user.id, give }
}

function Today({ today }: { today: SupervisionView['today'] }) {
  const { say, number, language, named } = useSupervisionWords()
  const [requests, ...ends] = PERIOD_FIGURES
  return (
    <Sheet id="today" title={say('today')} level={3}>
      <Numbers of={[[requests, today[requests].now]]} />
      <Table
        caption={say('today.caption')}
        rows={[...ends, requests]}
        keyOf={(figure) => figure}
        columns={[
          { name: say('numbers'), cell: (figure) => <Figure name={figure} /> },
          { name: named('period', '1'), isNumber: true, cell: (figure) => number(today[figure].now) },
          {
            name: say('today.before', { day: weekdayInWords(today.before, language) }),
            isNumber: true,
            look: () => 'quiet',
            cell: (figure) => number(today[figure].before),
          },
        ]}
      />
    </Sheet>
  )
}
