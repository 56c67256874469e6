import { useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { Confirm } from '../../../ui/kit/confirm.js'
import type { ActResult } from '../../../ui/kit/form.js'
import { EmptyState, ListFrame } from '../../../ui/kit/list.js'
import type { PageProps } from '../../../ui/kit/page-props.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { sentenceOf } from '../../../ui/kit/staff-api.js'
import { Table } from '../../../ui/kit/table.js'
import { useOneAtATime } from '../../../ui/kit/use-act.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { settingsWords } from '../../settings/pages/list-acts.js'
import { WEEKDAYS } from '../../settings/pages/week-hours.js'
import { type PoolsView, type PoolView, poolRoutes } from '../contract.js'
import { PoolForm, type PoolRequest, type PoolWords, poolWords } from './pool-form.js'

const EMPTY: PoolRequest = { name: '', communes: [], hours: null, agents: [] }

/** Which communes share agents, and who answers for which: the server's administrator says it. */
export function PoolsPage({ api, t, language }: PageProps) {
  const words = poolWords(language)
  const { say } = words
  const reading = useReading(api, poolRoutes.list)
  const [said, setSaid] = useState<ActResult>({ done: '', problem: '' })
  const heading = useRef<HTMLHeadingElement>(null)
  const one = useOneAtATime()
  const done = (view: PoolsView, sentence: string) => {
    reading.show(view)
    setSaid({ done: sentence, problem: '' })
    heading.current?.focus()
  }
  const acts: PoolActs = {
    add: async (body) => done(await api.ask(poolRoutes.add, { body }), say('saved', { name: body.name })),
    async change({ id, version }, body) {
      const asked = { params: { id }, body: { ...body, version } }
      done(await api.ask(poolRoutes.change, asked), say('saved', { name: body.name }))
    },
    remove: ({ id, version, name }) =>
      void one(async () => {
        try {
          done(await api.ask(poolRoutes.remove, { params: { id }, query: { version } }), say('removed', { name }))
        } catch (error) {
          setSaid({ done: '', problem: sentenceOf(error, say('failed')) })
          reading.read()
        }
      }),
  }
  return (
    <ListFrame t={t} words={words} reading={reading} said={said}>
      {(view) => (
        <Sheet id="pools" title={say('list')} heading={heading}>
          <Pools words={words} view={view} acts={acts} />
        </Sheet>
      )}
    </ListFrame>
  )
}

/** What may be done to pools. Those that rejects tell what the server said. */
interface PoolActs {
  add: (body: PoolRequest) => Promise<void>
  change: (pool: PoolView, body: PoolRequest) => Promise<void>
  remove: (pool: PoolView) => void
}

interface PoolsProps {
  words: PoolWords
  view: PoolsView
  acts: PoolActs
}

/** The pools; one of them, or a new one, is changed at a time. */
function Pools({ words, view, acts }: PoolsProps) {
  const { say } = words
  const [open, setOpen] = useState<string | null>(null)
  const form = (key: string, begin: PoolRequest, onSubmit: (body: PoolRequest) => Promise<void>) => (
    <PoolForm
      key={key}
      words={words}
      id={`pool-form-${key}`}
      view={view}
      begin={begin}
      submit={say('save')}
      onSubmit={async (body) => {
        await onSubmit(body)
        setOpen(null)
      }}
      onCancel={() => setOpen(null)}
    />
  )
  const hint = say(view.communes.length < 2 ? 'none.oneCommune' : 'none.hint')
  return (
    <>
      {view.pools.length === 0 && open === null && <EmptyState icon="town" title={say('none')} hint={hint} />}
      {view.pools.map((pool) =>
        open === pool.id ? (
          form(pool.id, requestOf(pool, view), (body) => acts.change(pool, body))
        ) : (
          <Pool key={pool.id} words={words} view={view} pool={pool}>
            <Button label={say('change')} about={pool.name} onClick={() => setOpen(pool.id)} />
            <Confirm
              cancel={say('cancel')}
              label={say('remove')}
              question={say('remove.confirm', { name: pool.name })}
              onYes={() => acts.remove(pool)}
            />
          </Pool>
        ),
      )}
      {open === 'new' && form('new', EMPTY, acts.add)}
      {open === null && view.communes.length > 1 && (
        <Button look="main" label={say('add')} onClick={() => setOpen('new')} />
      )}
    </>
  )
}

/** What a pool is, as it is asked for again: communes and departments that are no more are left out. */
function requestOf({ name, communes, hours, agents }: PoolView, view: PoolsView): PoolRequest {
  const known = new Map(view.communes.map((one) => [one.id, new Set(one.departments.map(({ id }) => id))]))
  const stillServed = ({ communeId, departments }: PoolRequest['agents'][number]['serves'][number]) => {
    const there = known.get(communeId)
    return there ? [{ communeId, departments: departments.filter((id) => there.has(id)) }] : []
  }
  return {
    ...{ name, hours, communes: communes.filter((id) => known.has(id)) },
    agents: agents.map(({ userId, serves }) => ({ userId, serves: serves.flatMap(stillServed) })),
  }
}

interface PoolProps {
  words: PoolWords
  view: PoolsView
  pool: PoolView
  children: preact.ComponentChildren
}

/** A pool: its communes, its hours, and a table of who answers for which. */
function Pool({ words, view, pool, children }: PoolProps) {
  const { say } = words
  const communes = view.communes.filter(({ id }) => pool.communes.includes(id))
  const members = new Map(pool.agents.map(({ userId, serves }) => [userId, serves]))
  // Whoever is of one of its communes answers there, and is told too: a table says it at a glance.
  const rows = view.agents.filter(
    ({ id, communeId, gone }) => members.has(id) || (!gone && pool.communes.includes(communeId)),
  )
  const cell = (agent: PoolsView['agents'][number], commune: (typeof communes)[number]) => {
    if (agent.communeId === commune.id) return say('own')
    const served = members.get(agent.id)?.find(({ communeId }) => communeId === commune.id)
    if (!served) return say('notServed')
    const departments = commune.departments.filter(({ id }) => served.departments.includes(id))
    return departments.length === 0 ? say('allDepartments') : departments.map(({ name }) => name).join(', ')
  }
  return (
    <section class="pool" aria-labelledby={`pool-${pool.id}`}>
      <h3 id={`pool-${pool.id}`}>{pool.name}</h3>
      <p>{communes.map(({ name }) => name).join(', ')}</p>
      <p class="hint">{hoursInWords(words, pool.hours)}</p>
      {rows.length === 0 ? (
        <p>{say('nobody')}</p>
      ) : (
        <Table
          kind="facts"
          isScrolled
          caption={say('table')}
          isCaptionHidden
          rows={rows}
          keyOf={({ id }) => id}
          columns={[
            { name: say('agent'), cell: ({ name, gone }) => (gone ? say('agents.gone', { name }) : name) },
            ...communes.map((commune) => ({
              name: commune.name,
              cell: (agent: PoolsView['agents'][number]) => cell(agent, commune),
            })),
          ]}
        />
      )}
      <div class="actions">{children}</div>
    </section>
  )
}

function hoursInWords({ say, language }: PoolWords, hours: PoolView['hours']): string {
  if (hours === null) return say('hours.each')
  const days = WEEKDAYS.flatMap((day) => {
    const ranges = (hours[day] ?? []).map(([from, to]) => `${from}–${to}`)
    return ranges.length > 0 ? [`${settingsWords(language).say(`day.${day}`)} ${ranges.join(', ')}`] : []
  })
  return days.length === 0 ? say('hours.never') : say('hours.shared', { days: days.join(' ; ') })
}
