import { useRef, useState } from 'preact/hooks'
import { API_PREFIX, addressOf } from '../../../platform/http/route.js'
import { EXPORT_FORMATS } from '../../../platform/model/export-formats.js'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { Button } from '../../../ui/kit/button.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { PageProps } from '../../../ui/kit/page-props.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useAct } from '../../../ui/kit/use-act.js'
import { useRowPrompt } from '../../../ui/kit/use-asked.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { exchangeRoutes } from '../contract.js'
import { type ExchangeWords, exchangeWords, ImportForm } from './import-form.js'

/** Bringing entries in, taking them away, and taking an import back. */
export function ExchangePage({ api, language }: PageProps) {
  const words = exchangeWords(language)
  const { say } = words
  const [imports, setImports] = useState(0)
  return (
    <>
      <p class="hint">{say('intro')}</p>
      <ImportForm api={api} words={words} onDone={() => setImports((count) => count + 1)} />
      <ImportHistory key={imports} api={api} words={words} language={language} />
      <Sheet id="export" title={say('export')} hint={say('export.hint')}>
        <p class="export-links">
          {EXPORT_FORMATS.map((format) => (
            <a
              key={format}
              class="button"
              href={API_PREFIX + addressOf(exchangeRoutes.export, { query: { format } })}
              download
            >
              {say(`export.${format}`)}
            </a>
          ))}
        </p>
      </Sheet>
    </>
  )
}

interface Props {
  api: StaffApi
  words: ExchangeWords
  language: StaffLanguage
}

/** The imports that were made; each may be taken back, once asked twice. */
function ImportHistory({ api, words, language }: Props) {
  const { say, many, number } = words
  const { view, failed, read } = useReading(api, exchangeRoutes.list)
  const asked = useRowPrompt((id) => `undo-${id}`)
  const [done, setDone] = useState('')
  const { problem, run } = useAct(say('failed'))
  const heading = useRef<HTMLHeadingElement>(null)
  const undo = async (id: string) => {
    await run(async () => {
      const { discarded, kept } = await api.ask(exchangeRoutes.undo, { params: { id } })
      setDone(many('undo.done', discarded.length, { kept: number(kept.length) }))
    })
    asked.settle()
    heading.current?.focus()
    read()
  }
  return (
    <Sheet id="imports" title={say('history')} heading={heading} class="import-history">
      <ActMessage problem={failed ? say('failed') : problem} />
      <ActMessage done={done} />
      {view?.imports.length === 0 && <p>{say('history.none')}</p>}
      <ul>
        {view?.imports.map(({ id, name, at, by, drafts, undone }) => (
          <li key={id}>
            <p>
              {many('history.line', drafts, { name, moment: momentInWords(at, language, new Date()), by })}{' '}
              {undone && say('history.undone')}
            </p>
            {!undone && asked.id !== id && (
              <Button look="quiet" label={say('undo')} about={name} id={`undo-${id}`} onClick={() => asked.ask(id)} />
            )}
            {asked.id === id && (
              <div>
                <p>{say('undo.confirm', { name })}</p>
                <p class="export-links">
                  <Button ref={focusOnce} label={say('undo.no')} onClick={asked.giveUp} />
                  <Button label={say('undo.yes')} onClick={() => void undo(id)} />
                </p>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Sheet>
  )
}

function focusOnce(button: HTMLButtonElement | null): void {
  button?.focus()
}
