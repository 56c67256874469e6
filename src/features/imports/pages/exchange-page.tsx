import { useState } from 'preact/hooks'
import { EXPORT_FORMATS } from '../../../platform/model/export-formats.js'
import type { PageProps } from '../../../ui/admin/page-props.js'
import { exchangeWords } from './exchange-words.js'
import { ImportForm } from './import-form.js'
import { ImportHistory } from './import-history.js'

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
