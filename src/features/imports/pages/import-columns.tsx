import { COLUMN_KINDS, type ColumnKind } from '../column-kinds.js'
import type { ReadUploadView } from '../routes/exchange-contract.js'
import type { ExchangeWords } from './exchange-words.js'

interface Props {
  words: ExchangeWords
  columns: Extract<ReadUploadView, { kind: 'table' }>['columns']
  onKind: (index: number, kind: ColumnKind) => void
}

/** What each column of a sheet says: guessed, and changed here. */
export function ImportColumns({ words: { say }, columns, onKind }: Props) {
  return (
    <>
      <h3 id="import-columns">{say('step.columns')}</h3>
      <p class="hint">{say('columns.hint')}</p>
      <table class="facts-table import-columns" aria-labelledby="import-columns">
        <thead>
          <tr>
            <th scope="col">{say('columns.heading')}</th>
            <th scope="col">{say('columns.sample')}</th>
            <th scope="col">{say('columns.kind')}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ heading, sample, kind }, index) => {
            const name = heading || say('columns.noHeading', { number: index + 1 })
            return (
              <tr key={`${index} ${heading}`}>
                <th scope="row">{name}</th>
                <td>{sample}</td>
                <td>
                  <select
                    aria-label={say('columns.kindOf', { heading: name })}
                    value={kind}
                    onChange={(event) =>
                      onKind(index, COLUMN_KINDS.find((one) => one === event.currentTarget.value) ?? 'ignore')
                    }
                  >
                    {COLUMN_KINDS.map((one) => (
                      <option key={one} value={one}>
                        {say(`column.${one}`)}
                      </option>
                    ))}
                  </select>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </>
  )
}
