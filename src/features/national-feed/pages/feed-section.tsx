import { useRef, useState } from 'preact/hooks'
import { addressOf } from '../../../platform/http/route.js'
import { Button } from '../../../ui/kit/button.js'
import { CheckField, TextField } from '../../../ui/kit/field.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { Progress } from '../../../ui/kit/progress.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { CallError, type StaffApi } from '../../../ui/kit/staff-api.js'
import { type NationalFeedView, nationalRoutes } from '../contract.js'
import type { ImportsWords } from './selection-form.js'

interface Props {
  api: StaffApi
  words: ImportsWords
  state: NationalFeedView
  onState: (state: NationalFeedView) => void
}

/** What was imported last, what runs, and the ways to import again. */
export function FeedSection({ api, words, state, onState }: Props) {
  const { say, many } = words
  const { report, running, failure } = state
  const [problem, setProblem] = useState('')
  const [sending, setSending] = useState(false)
  const wasRunning = useRef(false)
  if (running) wasRunning.current = true
  const start = async (call: () => Promise<NationalFeedView>) => {
    setProblem('')
    try {
      onState(await call())
    } catch (error) {
      setProblem((error instanceof CallError && error.message) || say('unread'))
    }
  }
  const send = async (file: File, acceptLosses: boolean) => {
    setSending(true)
    const address = addressOf(nationalRoutes.sendArchive, { query: acceptLosses ? { 'accept-losses': 'yes' } : {} })
    await start(() => api.sendFile<NationalFeedView>(address, file, 'application/zip'))
    setSending(false)
  }
  return (
    <Sheet id="feed" title={say('feed')} class="imports" hint={say('purpose')}>
      {report ? (
        <>
          <p>{say('last', { moment: momentInWords(report.at, words.language, new Date()), source: report.source })}</p>
          <p>{say('counts', countsInWords(report.counts, words))}</p>
          {report.faultCount > 0 && (
            <details>
              <summary>{many('faults', report.faultCount)}</summary>
              <ul>
                {report.faults.map(({ file, fault }) => (
                  <li key={file}>
                    <code>{file}</code> <span class="hint">{fault}</span>
                  </li>
                ))}
              </ul>
            </details>
          )}
          <p>{many('served', state.served)}</p>
        </>
      ) : (
        <p>{say('never')}</p>
      )}
      <div role="status">
        {(running || sending) && <p>{say(sending ? 'sending' : (running?.phase ?? 'reading'))}</p>}
        {!running && !sending && wasRunning.current && !failure && <p class="good">{say('done')}</p>}
      </div>
      <RunProgress words={words} running={running} />
      <div role="alert">
        {failure && !running && (
          <p class="bad">
            {say('failed.title')} {say(`failed.${failure.fault}`, { detail: failure.detail })}
          </p>
        )}
        {problem !== '' && <p class="field-error">{problem}</p>}
      </div>
      {state.mayImport ? (
        <ImportForms
          words={words}
          state={state}
          isBusy={running !== null || sending}
          onStart={(acceptLosses) => void start(() => api.ask(nationalRoutes.import, { body: { acceptLosses } }))}
          onSend={(file, acceptLosses) => void send(file, acceptLosses)}
        />
      ) : (
        <p class="hint">{say('mayNot')}</p>
      )}
    </Sheet>
  )
}

function countsInWords(counts: object, { number }: ImportsWords): Record<string, string> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, number(Number(count))]))
}

/** How far it is, apart from what is announced: a number that changes each second would be read each second. */
function RunProgress({ words: { say }, running }: { words: ImportsWords; running: NationalFeedView['running'] }) {
  if (!running) return null
  const { phase, done, total } = running
  const percent = total > 0 ? Math.floor((done / total) * 100) : 0
  return (
    <Progress label={say(phase)} words={say('progress', { label: say(phase), percent })} done={done} total={total} />
  )
}

interface FormsProps {
  words: ImportsWords
  state: NationalFeedView
  isBusy: boolean
  onStart: (acceptLosses: boolean) => void
  onSend: (file: File, acceptLosses: boolean) => void
}

function ImportForms({ words: { say }, state: { source, failure }, isBusy, onStart, onSend }: FormsProps) {
  const [acceptLosses, setAcceptLosses] = useState(false)
  const isLossy = failure?.fault === 'too_many_lost'
  return (
    <div class="import-forms">
      {isLossy && <CheckField label={say('acceptLosses')} isChecked={acceptLosses} onCheck={setAcceptLosses} />}
      {source !== null && (
        <Button
          label={say('start', { source })}
          isOff={isBusy}
          onClick={() => !isBusy && onStart(isLossy && acceptLosses)}
        />
      )}
      <TextField
        id="feed-archive"
        type="file"
        label={say('send')}
        hint={say('sendHint')}
        accept=".zip,application/zip"
        onClick={(event) => isBusy && event.preventDefault()}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          if (file && !isBusy) onSend(file, isLossy && acceptLosses)
          event.currentTarget.value = ''
        }}
      />
    </div>
  )
}
