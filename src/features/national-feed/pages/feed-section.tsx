import { useRef, useState } from 'preact/hooks'
import { addressOf } from '../../../platform/http/route.js'
import { Button } from '../../../ui/kit/button.js'
import { CheckField, TextField } from '../../../ui/kit/field.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { Progress } from '../../../ui/kit/progress.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useAct } from '../../../ui/kit/use-act.js'
import { type NationalFeedView, nationalRoutes } from '../contract.js'
import type { NationalFeedWords } from './selection-form.js'

interface Props {
  api: StaffApi
  words: NationalFeedWords
  state: NationalFeedView
  onState: (state: NationalFeedView) => void
}

/** What was imported last, what runs, and the ways to import again. */
export function FeedSection({ api, words, state, onState }: Props) {
  const { say } = words
  const { running, failure } = state
  const { problem, isSending, start, send } = useImporting({ api, words, onState })
  const wasRunning = useRef(false)
  if (running) wasRunning.current = true
  return (
    <Sheet id="feed" title={say('feed')} class="national-feed" hint={say('purpose')}>
      <LastImport words={words} state={state} />
      <div role="status">
        {(running || isSending) && <p>{say(isSending ? 'sending' : (running?.phase ?? 'reading'))}</p>}
        {!running && !isSending && wasRunning.current && !failure && <p class="good">{say('done')}</p>}
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
          isBusy={running !== null || isSending}
          onStart={(acceptLosses) => void start(acceptLosses)}
          onSend={(file, acceptLosses) => void send(file, acceptLosses)}
        />
      ) : (
        <p class="hint">{say('mayNot')}</p>
      )}
    </Sheet>
  )
}

/** Imports what the operator has set, or an archive. */
function useImporting({ api, words: { say }, onState }: Omit<Props, 'state'>) {
  const { problem, run } = useAct(say('unread'))
  const [isSending, setSending] = useState(false)
  const attempt = (call: () => Promise<NationalFeedView>) => run(async () => onState(await call()))
  const start = (acceptLosses: boolean) => attempt(() => api.ask(nationalRoutes.import, { body: { acceptLosses } }))
  const send = async (file: File, acceptLosses: boolean) => {
    setSending(true)
    const address = addressOf(nationalRoutes.sendArchive, { query: acceptLosses ? { 'accept-losses': 'yes' } : {} })
    await attempt(() => api.sendFile<NationalFeedView>(address, file, 'application/zip'))
    setSending(false)
  }
  return { problem, isSending, start, send }
}

/** What the last import counted, and the files that it could not read. */
function LastImport({ words, state: { report, served } }: Pick<Props, 'words' | 'state'>) {
  const { say, many, language } = words
  if (!report) return <p>{say('never')}</p>
  return (
    <>
      <p>{say('last', { moment: momentInWords(report.at, language, new Date()), source: report.source })}</p>
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
      <p>{many('served', served)}</p>
    </>
  )
}

function countsInWords(counts: object, { number }: NationalFeedWords): Record<string, string> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, number(Number(count))]))
}

/** How far it is, apart from what is announced: a number that changes each second would be read each second. */
function RunProgress({ words: { say }, running }: { words: NationalFeedWords; running: NationalFeedView['running'] }) {
  if (!running) return null
  const { phase, done, total } = running
  const percent = total > 0 ? Math.floor((done / total) * 100) : 0
  return (
    <Progress label={say(phase)} words={say('progress', { label: say(phase), percent })} done={done} total={total} />
  )
}

interface FormsProps {
  words: NationalFeedWords
  state: NationalFeedView
  isBusy: boolean
  onStart: (acceptLosses: boolean) => void
  onSend: (file: File, acceptLosses: boolean) => void
}

function ImportForms({ words: { say }, state: { source, failure }, isBusy, onStart, onSend }: FormsProps) {
  const [acceptLosses, setAcceptLosses] = useState(false)
  const isLossy = failure?.fault === 'too_many_lost'
  return (
    <div class="feed-forms">
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
