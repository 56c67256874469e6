import type { FiguresView } from '../../../../platform/http/contract.js'
import { download } from '../../../../ui/kit/download.js'
import { fileName, toCsv, toJson } from './export-file.js'
import { useSupervisionWords } from './supervision-words.js'

/** What is shown, to take away: made in the browser, from what it has. */
export function ExportBar({ figures }: { figures: FiguresView }) {
  const words = useSupervisionWords()
  const { say } = words
  return (
    <section class="export-bar" aria-labelledby="supervision-export">
      <h4 id="supervision-export">{say('export')}</h4>
      <div class="actions">
        <button
          type="button"
          class="button"
          onClick={() => download(fileName(figures, 'csv'), 'text/csv', toCsv(figures, words))}
        >
          {say('export.csv')}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => download(fileName(figures, 'json'), 'application/json', toJson(figures, words))}
        >
          {say('export.json')}
        </button>
        <button type="button" class="button" onClick={() => print()}>
          {say('export.print')}
        </button>
      </div>
      <p class="hint">{say('export.hint')}</p>
    </section>
  )
}
