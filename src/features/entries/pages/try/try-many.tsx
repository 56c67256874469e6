import { useMemo, useRef, useState } from 'preact/hooks'
import { decodeText } from '../../../../platform/text/clean-text.js'
import { chosenAgain, download } from '../../../../ui/kit/browser.js'
import { Button } from '../../../../ui/kit/button.js'
import { isWordKey, type Translate } from '../../../../ui/kit/console-words.js'
import { AreaField, TextField } from '../../../../ui/kit/field.js'
import { ActMessage } from '../../../../ui/kit/form.js'
import { Sheet } from '../../../../ui/kit/sheet.js'
import type { StaffApi } from '../../../../ui/kit/staff-api.js'
import { Table } from '../../../../ui/kit/table.js'
import { useAct } from '../../../../ui/kit/use-act.js'
import { csvOf } from '../../../statistics/pages/supervision/export-file.js'
import { type TriedView, tryRoutes } from '../../try-contract.js'
import type { TryWords } from './tried-question.js'

/** Most questions that are tried at once. */
const MOST_QUESTIONS = 1_000

const SEPARATORS = [';', '\t', ','] as const
/** Names of the column that holds the questions, folded. */
const COLUMNS = new Set(['question', 'questions', 'utterance'])

/**
 * The questions of a CSV text: those of the column called "question", else of the first one. The separator is the one that the first line has most of. Empty
 * ones are left out. Pure. Source of the shape: RFC 4180.
 */
export function questionsInText(text: string): string[] {
  const plain = text.replace(/^\uFEFF/, '')
  const [head = ''] = plain.split('\n', 1)
  const counts = SEPARATORS.map((separator) => head.split(separator).length - 1)
  const most = Math.max(...counts)
  // A line of words has commas too: only a table has a separator on its first line and a known column, or several.
  const rows = most > 0 ? readRows(plain, SEPARATORS[counts.indexOf(most)] ?? ';') : []
  const column = (rows[0] ?? []).findIndex((cell) => COLUMNS.has(cell.trim().toLowerCase()))
  if (column >= 0) return kept(rows.slice(1).map((row) => row[column] ?? ''))
  if (counts[0] === most && most > 0) return kept(rows.map(([first = '']) => first))
  const lines = readRows(plain, '\u0000').map(([line = '']) => line)
  return kept(COLUMNS.has((lines[0] ?? '').trim().toLowerCase()) ? lines.slice(1) : lines)
}

function kept(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
}

function readRows(text: string, separator: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let isQuoted = false
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i] as string
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[i + 1] === '"') {
        cell += '"'
        i += 1
      } else isQuoted = false
    } else if (letter === '"' && cell === '') isQuoted = true
    else if (letter === separator || letter === '\n') {
      rows.at(-1)?.push(cell)
      cell = ''
      if (letter === '\n') rows.push([])
    } else if (letter !== '\r') cell += letter
  }
  rows.at(-1)?.push(cell)
  return rows
}

interface Props {
  api: StaffApi
  t: Translate
  words: TryWords
}

/** Questions of one call. */
const A_CALL = 25
/** Rows shown; the file has all. */
const MOST_SHOWN = 50

/** Trying questions call by call, so that it can be watched and stopped. */
function useBatch(api: StaffApi, { say }: TryWords) {
  const { problem, isBusy: isRunning, run, tell } = useAct(say('failed'))
  const [tried, setTried] = useState<readonly TriedView[]>([])
  const isStopped = useRef(false)
  const tryAll = (questions: readonly string[]) =>
    run(async () => {
      setTried([])
      isStopped.current = false
      const done: TriedView[] = []
      while (done.length < questions.length && !isStopped.current) {
        const next = questions.slice(done.length, done.length + A_CALL)
        done.push(...(await api.ask(tryRoutes.tryMany, { body: { questions: next } })).tried)
        setTried([...done])
      }
    })
  const stop = () => {
    isStopped.current = true
  }
  return { problem, tell, tried, isRunning, tryAll, stop }
}

/** A table of questions, pasted or from a file, and what the assistant would do with each. */
export function TryMany({ api, t, words }: Props) {
  const { say, many, number } = words
  const [text, setText] = useState('')
  const { problem, tell, tried, isRunning, tryAll, stop } = useBatch(api, words)
  const read = useMemo(() => questionsInText(text), [text])
  const questions = read.slice(0, MOST_QUESTIONS)
  const begin = () => (questions.length === 0 ? tell(say('empty')) : void tryAll(questions))
  const isOver = !isRunning && tried.length > 0
  return (
    <Sheet id="try-many" title={say('many')} hint={say('manyIntro')}>
      <TextField
        id="try-file"
        type="file"
        label={say('file')}
        accept=".csv,.txt,text/csv,text/plain"
        onClick={chosenAgain}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          file?.arrayBuffer().then(
            (content) => setText(decodeText(new Uint8Array(content))),
            () => tell(say('unread')),
          )
        }}
      />
      <AreaField id="try-paste" label={say('paste')} value={text} describedBy="try-read" rows={5} onValue={setText}>
        <p id="try-read" class="hint">
          {many('read', read.length)} {read.length > MOST_QUESTIONS && say('tooMany')}
        </p>
      </AreaField>
      <ActMessage problem={problem} />
      <div class="actions">
        <Button look="main" label={say('tryMany')} isOff={isRunning} onClick={begin} />
        {isRunning && <Button label={say('stop')} onClick={stop} />}
        {isOver && (
          <Button
            label={say('download')}
            onClick={() => download('guichet-questions.csv', 'text/csv', triedCsv(tried, words, t))}
          />
        )}
      </div>
      {isRunning && (
        <progress
          value={tried.length}
          max={questions.length}
          aria-label={say('progress', { done: number(tried.length), total: number(questions.length) })}
        />
      )}
      <p role="status">{isOver && doneInWords(tried, words)}</p>
      {isOver && <Results tried={tried} words={words} t={t} />}
    </Sheet>
  )
}

/** How many were answered, how many had a choice, and the rest. */
function doneInWords(tried: readonly TriedView[], { many, number }: TryWords): string {
  const counted = (aggregate: string) => tried.filter(({ outcome }) => outcome.startsWith(aggregate)).length
  const [answered, choice] = [counted('answered'), counted('clarification')]
  const other = tried.length - answered - choice
  return many('done', tried.length, { answered: number(answered), choice: number(choice), other: number(other) })
}

function Results({ tried, words: { say, number }, t }: Omit<Props, 'api'> & { tried: readonly TriedView[] }) {
  return (
    <>
      {tried.length > MOST_SHOWN && <p class="hint">{say('firstShown', { count: number(MOST_SHOWN) })}</p>}
      <Table
        kind="facts"
        caption={say('results')}
        isCaptionHidden
        isScrolled
        rows={tried.slice(0, MOST_SHOWN)}
        keyOf={(_, row) => row}
        columns={[
          { name: say('question'), cell: ({ question }) => question },
          { name: say('outcome'), cell: ({ outcome }) => outcomeInWords(outcome, t) },
          { name: say('first'), lang: 'fr', cell: ({ candidates: [first] }) => first?.title ?? '–' },
        ]}
      />
    </>
  )
}

/** The results of a batch as a file for a spreadsheet; what would be a formula there is text. Pure. */
export function triedCsv(tried: readonly TriedView[], { say }: Pick<TryWords, 'say'>, t: Translate): string {
  const head = ['question', 'outcome', 'why', 'first', 'confidence', 'second', 'confidence'] as const
  const rows = tried.map(({ question, outcome, reason, candidates: [first, second] }) => {
    return [
      question,
      outcomeInWords(outcome, t),
      say(`reason.${reason}`),
      first?.title,
      rounded(first?.confidence),
      second?.title,
      rounded(second?.confidence),
    ]
  })
  return csvOf([head.map((key) => say(key)), ...rows])
}

function rounded(confidence: number | undefined): number | undefined {
  return confidence === undefined ? undefined : Math.round(confidence * 1000) / 1000
}

function outcomeInWords(outcome: TriedView['outcome'], t: Translate): string {
  const key = `outcome.${outcome}`
  return isWordKey(key) ? t(key) : outcome
}
