import type { ComponentChildren, RefObject } from 'preact'
import { useRef, useState } from 'preact/hooks'
import en from '../../../../knowledge/messages/admin-exchange.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-exchange.fr.json' with { type: 'json' }
import { chosenAgain } from '../../../ui/kit/browser.js'
import { Button } from '../../../ui/kit/button.js'
import { useFocusOnOpen } from '../../../ui/kit/focus.js'
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { COLUMN_KINDS, type ColumnKind } from '../column-kinds.js'
import {
  exchangeRoutes,
  type ImportPlanView,
  type ImportRequest,
  type PlannedEntryView,
  type ReadUploadView,
} from '../contract.js'
import type { LineFault } from '../import-plan.js'
import { DraftOutcome, useDraftWork } from './draft-work.js'

/** Key of a sentence of imports and exports. */
type ExchangeKey = keyof typeof fr
/** The sentences of imports and exports, in a language. */
export type ExchangeWords = PageWords<ExchangeKey>

/** The sentences of imports and exports. */
export const exchangeWords = pageWords<ExchangeKey>(fr, en)

/** The name of a field in words: that of its section, else of the whole that it belongs to; the field itself when it has none. */
export function fieldInWords(words: ExchangeWords, field: string): string {
  const keys = [`field.${field}`, `field.${field.split('.')[0]}`]
  const key = keys.find((one) => words.has(one))
  return key && words.has(key) ? words.say(key) : field
}

interface Props {
  api: StaffApi
  words: ExchangeWords
  onDone: () => void
}

type Step = 'reading' | 'checking' | 'applying'
/** What becomes of the questions that an entry has already. */
type QuestionsMode = ImportRequest['questions']

/** A file, and what was read in it; what its columns say may be changed. */
interface Upload {
  file: { name: string; content: string }
  read: ReadUploadView
}

/** A file, what its columns say, what it would do, then the drafts: one step after another, nothing written before the last. */
export function ImportForm(props: Props) {
  const { words } = props
  const { say } = words
  const input = useRef<HTMLInputElement>(null)
  const { work, upload, plan, questions, ...acts } = useImport(props, input)
  const isBusy = work.step !== null
  return (
    <Sheet id="import" title={say('step.file')}>
      <div class="field">
        <label for="import-file">{say('file')}</label>
        <input
          ref={input}
          id="import-file"
          type="file"
          accept=".csv,.txt,.xlsx,.zip,.json"
          aria-describedby="import-file-hint import-problem"
          onClick={chosenAgain}
          onChange={(event) => acts.choose(event.currentTarget.files?.[0])}
        />
        <p id="import-file-hint" class="hint">
          {say('file.hint')}
        </p>
      </div>
      <DraftOutcome
        problemId="import-problem"
        problem={work.problem}
        done={work.step ? say(work.step) : work.done}
        made={work.made}
        label={words.many('publishMade', work.made.length)}
      />
      {upload && (
        <>
          <ReadWords words={words} upload={upload} />
          {upload.read.kind === 'table' && (
            <ImportColumns words={words} columns={upload.read.columns} onKind={acts.setKind} />
          )}
          <QuestionsChoice words={words} mode={questions} onMode={acts.setQuestions} />
          {!plan && <Button label={say('check')} isOff={isBusy} onClick={acts.check} />}
        </>
      )}
      {plan && <ImportPlanSection words={words} plan={plan} busy={isBusy} onApply={acts.apply} />}
    </Sheet>
  )
}

/** A file on its way to drafts: what was read in it, how it is to be read, and what that would do. */
function useImport({ api, words, onDone }: Props, input: RefObject<HTMLInputElement | null>) {
  const [upload, setUpload] = useState<Upload | null>(null)
  const [questions, setQuestions] = useState<QuestionsMode>('add')
  const [plan, setPlan] = useState<ImportPlanView | null>(null)
  const work = useDraftWork<Step>(words.say('failed'))
  const forget = () => {
    setUpload(null)
    setPlan(null)
  }
  const planOf = (one: Upload) => api.ask(exchangeRoutes.plan, { body: requestOf(one, questions) })
  const choose = (chosen: File | undefined) => {
    forget()
    if (!chosen) return
    void work.run('reading', async () => {
      const file = { name: chosen.name, content: await readBase64(chosen) }
      const read = await api.ask(exchangeRoutes.read, { body: file })
      // Another may have been chosen meanwhile.
      if (input.current?.files?.[0] !== chosen) return
      setUpload({ file, read })
      // What its columns say was guessed: what that would do is shown at once, and again once a guess is changed.
      work.turnTo('checking')
      setPlan(await planOf({ file, read }))
    })
  }
  const apply = async (one: Upload) => {
    const { saved, entryIds, busy } = await api.ask(exchangeRoutes.make, { body: requestOf(one, questions) })
    const left = busy.length > 0 ? ` ${words.say('busy', { entries: busy.join(', ') })}` : ''
    work.tell(words.many('applied', saved) + left, entryIds)
    forget()
    if (input.current) input.current.value = ''
    // The button that was pressed is gone.
    if (saved === 0) input.current?.focus()
    onDone()
  }
  /** One step at a time. Its button is not `disabled`: the focus would be lost while it works. */
  const step = (name: Step, act: (one: Upload) => Promise<void>) => () => {
    if (work.step === null && upload) void work.run(name, () => act(upload))
  }
  return {
    work,
    upload,
    plan,
    questions,
    choose,
    check: step('checking', async (one) => setPlan(await planOf(one))),
    apply: step('applying', apply),
    setKind: (index: number, kind: ColumnKind) => {
      setPlan(null)
      setUpload(upload && withKind(upload, index, kind))
    },
    setQuestions: (mode: QuestionsMode) => {
      setQuestions(mode)
      setPlan(null)
    },
  }
}

/** A file with another kind given to one of its columns. */
function withKind({ file, read }: Upload, index: number, kind: ColumnKind): Upload {
  if (read.kind !== 'table') return { file, read }
  return {
    file,
    read: { ...read, columns: read.columns.map((column, at) => (at === index ? { ...column, kind } : column)) },
  }
}

/** What is asked of a file, as its columns are said to be now. */
function requestOf({ file, read }: Upload, questions: QuestionsMode): ImportRequest {
  return {
    ...file,
    questions,
    ...(read.kind === 'table' ? { mapping: read.columns.map(({ kind }) => kind) } : {}),
  }
}

/** What was read in a file, in one sentence. */
function ReadWords({ words, upload: { file, read } }: { words: ExchangeWords; upload: Upload }) {
  const { name } = file
  return (
    <p>
      {read.kind === 'table' ? words.many('read.table', read.rows, { name }) : words.say('read.botpress', { name })}
    </p>
  )
}

interface QuestionsChoiceProps {
  words: ExchangeWords
  mode: QuestionsMode
  onMode: (mode: QuestionsMode) => void
}

/** Whether the questions of the file are added to those that an entry has, or take their place. */
function QuestionsChoice({ words: { say }, mode, onMode }: QuestionsChoiceProps) {
  return (
    <fieldset class="exchange-choice">
      <legend>{say('questions')}</legend>
      {(['add', 'replace'] as const).map((one) => (
        <label key={one} class="check">
          <input type="radio" name="import-questions" checked={mode === one} onChange={() => onMode(one)} />
          {say(`questions.${one}`)}
        </label>
      ))}
    </fieldset>
  )
}

/** The content of a file in base64. @throws when the browser cannot read it */
function readBase64(file: Blob): Promise<string> {
  return new Promise((settle, fail) => {
    const reader = new FileReader()
    reader.onload = () => settle(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => fail(reader.error)
    reader.readAsDataURL(file)
  })
}

interface ImportColumnsProps {
  words: ExchangeWords
  columns: Extract<ReadUploadView, { kind: 'table' }>['columns']
  onKind: (index: number, kind: ColumnKind) => void
}

/** What each column of a sheet says: guessed, and changed here. */
function ImportColumns({ words: { say }, columns, onKind }: ImportColumnsProps) {
  return (
    <>
      <h3 id="import-columns">{say('step.columns')}</h3>
      <p class="hint">{say('columns.hint')}</p>
      <table class="facts-table import-columns" aria-labelledby="import-columns">
        <thead>
          <tr>
            <th scope="col">{say('columns.heading')}</th>
            <th scope="col">{say('columns.sample')}</th>
            <th scope="col">{say('columns.kind')}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ heading, sample, kind }, index) => {
            const name = heading || say('columns.noHeading', { number: index + 1 })
            return (
              <tr key={`${index} ${heading}`}>
                <th scope="row">{name}</th>
                <td>{sample}</td>
                <td>
                  <select
                    aria-label={say('columns.kindOf', { heading: name })}
                    value={kind}
                    onChange={(event) =>
                      onKind(index, COLUMN_KINDS.find((one) => one === event.currentTarget.value) ?? 'ignore')
                    }
                  >
                    {COLUMN_KINDS.map((one) => (
                      <option key={one} value={one}>
                        {say(`column.${one}`)}
                      </option>
                    ))}
                  </select>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </>
  )
}

interface ImportPlanSectionProps {
  words: ExchangeWords
  plan: ImportPlanView
  busy: boolean
  onApply: () => void
}

/** What an import would do, in numbers, then entry by entry and fault by fault. */
function ImportPlanSection({ words, plan, busy, onApply }: ImportPlanSectionProps) {
  const { say, number } = words
  const { counts, created, changed, faults } = plan
  const heading = useFocusOnOpen<HTMLHeadingElement>(plan)
  const total = counts.created + counts.changed
  return (
    <>
      <h3 ref={heading} tabIndex={-1}>
        {say('step.plan')}
      </h3>
      <p class="hint">{say('plan.nothing')}</p>
      <dl class="figures">
        {(['created', 'changed', 'unchanged', 'faults'] as const).map((kind) => (
          <div key={kind}>
            <dt>{say(`plan.${kind}`)}</dt>
            <dd>{number(counts[kind])}</dd>
          </div>
        ))}
      </dl>
      <div class="import-lists">
        <Folded words={words} title="plan.faults.list" count={counts.faults} shown={faults.length} open>
          <p class="hint">{say('plan.faults.hint')}</p>
          <ul>
            {faults.map((fault, index) => (
              <li key={`${index} ${fault.code}`}>{faultInWords(words, fault)}</li>
            ))}
          </ul>
        </Folded>
        <Folded words={words} title="plan.created.list" count={counts.created} shown={created.length}>
          <Entries words={words} entries={created} />
        </Folded>
        <Folded words={words} title="plan.changed.list" count={counts.changed} shown={changed.length}>
          <Entries words={words} entries={changed} saysFields />
        </Folded>
      </div>
      {total === 0 ? (
        <p>{say('plan.empty')}</p>
      ) : (
        <Button look="main" label={words.many('apply', total)} isOff={busy} onClick={onApply} />
      )}
    </>
  )
}

interface FoldedProps {
  words: ExchangeWords
  title: 'plan.faults.list' | 'plan.created.list' | 'plan.changed.list'
  count: number
  shown: number
  open?: boolean
  children: ComponentChildren
}

function Folded({ words: { say, number }, title, count, shown, open = false, children }: FoldedProps) {
  if (count === 0) return null
  return (
    <details open={open}>
      <summary>{say(title, { count: number(count) })}</summary>
      {children}
      {count > shown && <p>{say('plan.more', { count: number(count - shown) })}</p>}
    </details>
  )
}

function Entries({
  words,
  entries,
  saysFields = false,
}: {
  words: ExchangeWords
  entries: PlannedEntryView[]
  saysFields?: boolean
}) {
  const { say, many } = words
  const list = (fields: string[]) => fields.map((field) => fieldInWords(words, field)).join(', ')
  return (
    <ul>
      {entries.map(({ entryId, title, fields, missing, newQuestions }) => (
        <li key={entryId}>
          <strong>{title}</strong> <code>{entryId}</code>
          <p class="hint">
            {saysFields ? say('plan.fields', { fields: list(fields) }) : many('plan.questions', newQuestions)}{' '}
            {missing.length > 0 && say('plan.missing', { fields: list(missing) })}
          </p>
        </li>
      ))}
    </ul>
  )
}

function faultInWords(words: ExchangeWords, { line, file, code, field, value }: LineFault): string {
  const { say, number } = words
  const where = line === null ? say('where.file', { file: file ?? '' }) : say('where.line', { line: number(line) })
  const fault = say(`fault.${code}`, { value })
  if (field === null) return say('fault.in', { where, fault })
  return say('fault.at', { where, field: fieldInWords(words, field), fault })
}
