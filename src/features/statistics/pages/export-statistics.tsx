import { download } from '../../../ui/kit/download.js'
import type { StatisticsView } from '../routes/statistics-contract.js'
import { openData, statisticsCsv } from './statistics-file.js'
import type { StatisticsWords } from './statistics-words.js'
import { fileName } from './supervision/export-file.js'
import { useSupervisionWords } from './supervision/supervision-words.js'

/** What is shown, to take away: for a spreadsheet, or as open data without any small number. Made in the browser, from what it has. */
export function ExportStatistics({ view, words }: { view: StatisticsView; words: StatisticsWords }) {
  const shared = useSupervisionWords()
  const { say } = words
  return (
    <section class="export-bar" aria-labelledby="export">
      <h3 id="export">{say('export')}</h3>
      <div class="actions">
        <button
          type="button"
          class="button"
          onClick={() => download(`questions-${fileName(view, 'csv')}`, 'text/csv', statisticsCsv(view, words, shared))}
        >
          {say('export.csv')}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => download(`open-${fileName(view, 'csv')}`, 'text/csv', openData(view))}
        >
          {say('export.open')}
        </button>
        <button type="button" class="button" onClick={() => print()}>
          {say('export.print')}
        </button>
      </div>
      <p class="hint">{say('export.hint')}</p>
    </section>
  )
}
