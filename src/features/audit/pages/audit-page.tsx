import { useEffect, useState } from 'preact/hooks'
import {
  AUDIT_ACTIONS,
  AUDIT_TARGETS,
  type AuditAction,
  type AuditTargetKind,
  MOST_AUDIT_ROWS,
} from '../../../platform/model/audit.js'
import { download } from '../../../ui/kit/browser.js'
import { Button } from '../../../ui/kit/button.js'
import { SelectField, TextField } from '../../../ui/kit/field.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { PageProps } from '../../../ui/kit/page-props.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { dayAfter, townInstant } from '../../../ui/kit/town-clock.js'
import { csvOf } from '../../statistics/pages/supervision/export-file.js'
import { type AuditView, auditRoutes } from '../contract.js'
import {
  type AuditTelling,
  type AuditWord,
  type AuditWords,
  auditWords,
  changedParts,
  targetInWords,
} from './audit-values.js'
import { ChangedParts } from './changed-parts.js'

/** Pages read for a file, at most: it tells the latest ten thousand acts. */
const MOST_PAGES = 50

interface Filter {
  kind: AuditTargetKind | ''
  action: AuditAction | ''
  userId: string
  from: string
  to: string
}

/** Who did what, when, with what there was before and after, and why. */
export function AuditPage({ api, language, place }: PageProps) {
  const words = auditWords(language)
  const { say, many } = words
  const [filter, setFilter] = useState<Filter>({
    kind: AUDIT_TARGETS.find((one) => one === place.chosen.get('kind')) ?? '',
    action: '',
    userId: '',
    from: '',
    to: '',
  })
  const { view, state, tryAgain, more, takeAway } = useAudit(api, filter, words)
  const { rows, next, people, names } = view
  return (
    <Sheet id="audit" title={say('title')} class="audit" hint={say('purpose')}>
      <Filters words={words} filter={filter} people={people} onChange={setFilter} />
      <div role="alert">
        {state === 'failed' && (
          <p class="field-error">
            {say('failed')} <Button label={say('tryAgain')} onClick={tryAgain} />
          </p>
        )}
      </div>
      <p role="status" class="hint">
        {state === 'loading' ? say('loading') : rows.length === 0 ? say('none') : many('shown', rows.length)}
      </p>
      <ul class="audit-rows">
        {rows.map((row) => (
          <Row key={row.id} words={words} row={row} names={names} />
        ))}
      </ul>
      <div class="actions">
        {next !== null && <Button label={say('more')} onClick={() => void more()} />}
        {rows.length > 0 && <Button label={say('csv')} onClick={() => void takeAway()} />}
      </div>
    </Sheet>
  )
}

const NOTHING: AuditView = { rows: [], next: null, people: [], names: {} }

/** The acts that a filter leaves, page after page, and the way to take them all away. */
function useAudit(api: StaffApi, filter: Filter, words: AuditWords) {
  const [view, setView] = useState(NOTHING)
  const [state, setState] = useState<'loading' | 'read' | 'failed'>('loading')
  const [tries, setTries] = useState(0)
  useEffect(() => {
    let outdated = false
    setState('loading')
    readPage(api, filter).then(
      (read) => {
        if (outdated) return
        setView(read)
        setState('read')
      },
      () => !outdated && setState('failed'),
    )
    return () => {
      outdated = true
    }
  }, [api, filter, tries])
  const attempt = (act: () => Promise<void>) => act().catch(() => setState('failed'))
  return {
    view,
    state,
    tryAgain: () => setTries(tries + 1),
    more: () =>
      attempt(async () => {
        const { rows, next, names } = await readPage(api, filter, { after: view.next })
        setView({ ...view, rows: [...view.rows, ...rows], next, names: { ...view.names, ...names } })
      }),
    takeAway: () =>
      attempt(async () => {
        const { rows, names } = await readAll(api, filter)
        download('audit.csv', 'text/csv', auditCsv(rows, { words, names }))
      }),
  }
}

/** One page of what a filter leaves. @param after where the page before it ended @param limit rows of a page */
function readPage(
  api: StaffApi,
  { kind, action, userId: user, from, to }: Filter,
  { after = null, limit }: { after?: string | null; limit?: number } = {},
): Promise<AuditView> {
  const query = {
    ...(kind && { kind }),
    ...(action && { action }),
    ...(user && { user }),
    ...(from && { from: startOf(from, 0) }),
    ...(to && { to: startOf(to, 1) }),
    ...(after !== null && { after }),
    ...(limit !== undefined && { limit }),
  }
  return api.ask(auditRoutes.list, { query })
}

/** All that a filter leaves, as far as a file tells it. */
async function readAll(api: StaffApi, filter: Filter): Promise<Pick<AuditView, 'rows' | 'names'>> {
  const rows: AuditView['rows'] = []
  let names: AuditView['names'] = {}
  let after: string | null = null
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const view: AuditView = await readPage(api, filter, { after, limit: MOST_AUDIT_ROWS })
    rows.push(...view.rows)
    names = { ...names, ...view.names }
    after = view.next
    if (after === null) break
  }
  return { rows, names }
}

/** Midnight of a day, or so many days later, by the town's clock. */
function startOf(day: string, later: number): string {
  return townInstant(`${dayAfter(day, later)}T00:00`).toISOString()
}

function Filters({
  words: { say },
  filter,
  people,
  onChange,
}: {
  words: AuditWords
  filter: Filter
  people: AuditView['people']
  onChange: (filter: Filter) => void
}) {
  const choose = (name: keyof Filter, values: readonly { value: string; label: string }[]) => (
    <SelectField
      id={`audit-${name}`}
      label={say(`filter.${name}` as AuditWord)}
      value={filter[name]}
      onValue={(value) => onChange({ ...filter, [name]: value })}
      choices={
        <>
          <option value="">{say('filter.all')}</option>
          {values.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </>
      }
    />
  )
  const day = (name: 'from' | 'to') => (
    <TextField
      id={`audit-${name}`}
      type="date"
      label={say(`filter.${name}`)}
      value={filter[name]}
      onChange={(event) => onChange({ ...filter, [name]: event.currentTarget.value })}
    />
  )
  return (
    <fieldset class="audit-filters">
      <legend class="visually-hidden">{say('filters')}</legend>
      {choose(
        'kind',
        AUDIT_TARGETS.map((kind) => ({ value: kind, label: say(`kind.${kind}` as AuditWord) })),
      )}
      {choose(
        'action',
        AUDIT_ACTIONS.map((action) => ({ value: action, label: say(`action.${action}` as AuditWord) })),
      )}
      {choose(
        'userId',
        people.map(({ id, name }) => ({ value: id, label: name })),
      )}
      {day('from')}
      {day('to')}
    </fieldset>
  )
}

interface RowProps {
  words: AuditWords
  row: AuditView['rows'][number]
  names: AuditView['names']
}

function Row({ words, row, names }: RowProps) {
  const { say } = words
  const parts = changedParts(row.before, row.after, { words, names })
  return (
    <li>
      <p>
        <strong>{say(`action.${row.action}` as AuditWord)}</strong> – {targetInWords(row, words)}
      </p>
      <p class="hint">
        {say('byWhen', { by: row.userName, moment: momentInWords(row.at, words.language, new Date()) })}
      </p>
      {row.why && <p>{say('because', { why: row.why })}</p>}
      {parts.length > 0 && (
        <details>
          <summary>{words.many('parts', parts.length)}</summary>
          <ChangedParts words={words} parts={parts} />
        </details>
      )}
    </li>
  )
}

/** Acts as a file for a French spreadsheet, one changed part a line. */
export function auditCsv(rows: AuditView['rows'], { words, names }: AuditTelling & { words: AuditWords }): string {
  const { say } = words
  const head = [
    say('when'),
    say('who'),
    say('what'),
    say('target'),
    say('part'),
    say('before'),
    say('after'),
    say('why'),
  ]
  const lines = rows.flatMap((row) => {
    const { at, userName, action, before, after, why } = row
    const parts = changedParts(before, after, { words, names })
    const each = parts.length > 0 ? parts : [{ name: '', before: '', after: '' }]
    return each.map((part) => [
      at,
      userName,
      say(`action.${action}` as AuditWord),
      targetInWords(row, words),
      part.name,
      part.before,
      part.after,
      why,
    ])
  })
  return csvOf([head, ...lines])
}
