import { useRef, useState } from 'preact/hooks'
import { EXPORT_FORMATS } from '../../../platform/model/export-formats.js'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { PageProps } from '../../../ui/kit/page-props.js'
import { CallError, type StaffApi } from '../../../ui/kit/staff-api.js'
import { useAsked } from '../../../ui/kit/use-asked.js'
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
      <section class="sheet" aria-labelledby="export">
        <h2 id="export">{say('export')}</h2>
        <p class="hint">{say('export.hint')}</p>
        <p class="export-links">
          {EXPORT_FORMATS.map((format) => (
            <a key={format} class="button" href={`/api/v1/admin/exchange/export?format=${format}`} download>
              {say(`export.${format}`)}
            </a>
          ))}
        </p>
      </section>
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
  const asked = useAsked((id) => `undo-${id}`)
  const [done, setDone] = useState('')
  const [problem, setProblem] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  const undo = async (id: string) => {
    setProblem('')
    try {
      const { discarded, kept } = await api.ask(exchangeRoutes.undo, { params: { id } })
      setDone(many('undo.done', discarded.length, { kept: number(kept.length) }))
    } catch (error) {
      setProblem((error instanceof CallError && error.message) || say('failed'))
    }
    asked.settle()
    heading.current?.focus()
    read()
  }
  return (
    <section class="sheet import-history" aria-labelledby="imports">
      <h2 id="imports" ref={heading} tabIndex={-1}>
        {say('history')}
      </h2>
      <p role="alert" class="field-error">
        {failed ? say('failed') : problem}
      </p>
      <p role="status" class="good">
        {done}
      </p>
      {view?.imports.length === 0 && <p>{say('history.none')}</p>}
      <ul>
        {view?.imports.map(({ id, name, at, by, drafts, undone }) => (
          <li key={id}>
            <p>
              {many('history.line', drafts, { name, moment: momentInWords(at, language, new Date()), by })}{' '}
              {undone && say('history.undone')}
            </p>
            {!undone && asked.id !== id && (
              <button id={`undo-${id}`} type="button" class="button quiet" onClick={() => asked.ask(id)}>
                {say('undo')} <span class="visually-hidden">{name}</span>
              </button>
            )}
            {asked.id === id && (
              <div>
                <p>{say('undo.confirm', { name })}</p>
                <p class="export-links">
                  <button type="button" class="button" ref={focusOnce} onClick={asked.giveUp}>
                    {say('undo.no')}
                  </button>
                  <button type="button" class="button" onClick={() => void undo(id)}>
                    {say('undo.yes')}
                  </button>
                </p>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function focusOnce(button: HTMLButtonElement | null): void {
  button?.focus()
}
