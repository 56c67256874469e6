import type { StatisticsView } from '../routes/statistics-contract.js'
import type { StatisticsWords } from './statistics-words.js'
import { shareInWords } from './supervision/in-words.js'

/** The entries whose answers people liked least: the ones to read again first. */
export function FailingEntries({ view, words }: { view: StatisticsView; words: StatisticsWords }) {
  const { say, number, language } = words
  return (
    <section class="sheet" aria-labelledby="failing">
      <h3 id="failing">{say('failing')}</h3>
      <p class="hint">{say('failing.how')}</p>
      {view.failing.length === 0 ? (
        <p>{say('failing.none')}</p>
      ) : (
        <table class="figures-table">
          <thead>
            <tr>
              <th scope="col">{say('entry')}</th>
              <th scope="col" class="number">
                {say('failing.answered')}
              </th>
              <th scope="col" class="number">
                {say('failing.disliked')}
              </th>
            </tr>
          </thead>
          <tbody>
            {view.failing.map(({ key, label, answered, disliked }) => (
              <tr key={key}>
                <th scope="row">{label ?? say('gone', { id: key })}</th>
                <td class="number">{number(answered)}</td>
                <td class="number">
                  {say('failing.share', { count: number(disliked), share: shareInWords(disliked, answered, language) })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
