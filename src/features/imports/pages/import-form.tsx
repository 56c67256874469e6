import { useRef, useState } from 'preact/hooks'
import { CallError, type StaffApi } from '../../../ui/console/staff-api.js'
import { chosenAgain } from '../../../ui/kit/chosen-again.js'
import type { ColumnKind } from '../column-kinds.js'
import type { ImportDoneView, ImportPlanView, ImportRequest, ReadUploadView } from '../routes/exchange-contract.js'
import type { ExchangeWords } from './exchange-words.js'
import { ImportColumns } from './import-columns.js'
import { ImportPlanSection } from './import-plan-section.js'
import { readBase64 } from './read-base64.js'

interface Props {
  api: StaffApi
  words: ExchangeWords
  onDone: () => void
}

type Work = 'reading' | 'checking' | 'applying' | null

/** A file, what its columns say, what it would do, then the drafts: one step after another, nothing written before the last. */
export function ImportForm({ api, words, onDone }: Props) {
  const { say } = words
  const [file, setFile] = useState<{ name: string; content: string } | null>(null)
  const [read, setRead] = useState<ReadUploadView | null>(null)
  const [questions, setQuestions] = useState<'add' | 'replace'>('add')
  const [plan, setPlan] = useState<ImportPlanView | null>(null)
  const [work, setWork] = useState<Work>(null)
  const [problem, setProblem] = useState('')
  const [done, setDone] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const run = async (next: Work, act: () => Promise<void>) => {
    setWork(next)
    setProblem('')
    setDone('')
    try {
      await act()
    } catch (error) {
      setProblem((error instanceof CallError && error.message) || say('failed'))
    }
    setWork(null)
  }
  const choose = (chosen: File | undefined) => {
    setRead(null)
    setPlan(null)
    setFile(null)
    if (!chosen) return
    void run('reading', async () => {
      const next = { name: chosen.name, content: await readBase64(chosen) }
      const view = await api.call<ReadUploadView>('POST', '/admin/exchange/read', next)
      // Another may have been chosen meanwhile.
      if (input.current?.files?.[0] !== chosen) return
      setRead(view)
      setFile(next)
    })
  }
  const request = (): ImportRequest => ({
    name: file?.name ?? '',
    content: file?.content ?? '',
    questions,
    ...(read?.kind === 'table' ? { mapping: read.columns.map(({ kind }) => kind) } : {}),
  })
  // Their buttons are not `disabled`: the focus would be lost while they work.
  const check = () =>
    work === null &&
    run('checking', async () => setPlan(await api.call<ImportPlanView>('POST', '/admin/exchange/plan', request())))
  const apply = () =>
    work === null &&
    run('applying', async () => {
      const { saved, busy } = await api.call<ImportDoneView>('POST', '/admin/exchange/imports', request())
      const left = busy.length > 0 ? ` ${say('busy', { entries: busy.join(', ') })}` : ''
      setDone(words.many('applied', saved) + left)
      setPlan(null)
      setRead(null)
      setFile(null)
      if (input.current) input.current.value = ''
      // The button that was pressed is gone.
      input.current?.focus()
      onDone()
    })
  const setKind = (index: number, kind: ColumnKind) => {
    if (read?.kind !== 'table') return
    setPlan(null)
    setRead({ ...read, columns: read.columns.map((column, at) => (at === index ? { ...column, kind } : column)) })
  }
  return (
    <section class="sheet" aria-labelledby="import">
      <h2 id="import">{say('step.file')}</h2>
      <div class="field">
        <label for="import-file">{say('file')}</label>
        <input
          ref={input}
          id="import-file"
          type="file"
          accept=".csv,.txt,.xlsx,.zip,.json"
          aria-describedby="import-file-hint import-problem"
          onClick={chosenAgain}
          onChange={(event) => choose(event.currentTarget.files?.[0])}
        />
        <p id="import-file-hint" class="hint">
          {say('file.hint')}
        </p>
      </div>
      <p role="alert" id="import-problem" class="field-error">
        {problem}
      </p>
      <p role="status" class="good">
        {work ? say(work) : done}
      </p>
      {read && file && (
        <>
          <p>
            {read.kind === 'table'
              ? words.many('read.table', read.rows, { name: file.name })
              : say('read.botpress', { name: file.name })}
          </p>
          {read.kind === 'table' && <ImportColumns words={words} columns={read.columns} onKind={setKind} />}
          <fieldset class="exchange-choice">
            <legend>{say('questions')}</legend>
            {(['add', 'replace'] as const).map((mode) => (
              <label key={mode} class="check">
                <input
                  type="radio"
                  name="import-questions"
                  checked={questions === mode}
                  onChange={() => {
                    setQuestions(mode)
                    setPlan(null)
                  }}
                />
                {say(`questions.${mode}`)}
              </label>
            ))}
          </fieldset>
          <button type="button" class="button" aria-disabled={work !== null} onClick={() => void check()}>
            {say('check')}
          </button>
        </>
      )}
      {plan && <ImportPlanSection words={words} plan={plan} busy={work !== null} onApply={() => void apply()} />}
    </section>
  )
}
