import type { FiguresView } from '../../../../platform/http/contract.js'
import { durationInWords } from './in-words.js'
import { useSupervisionWords } from './supervision-words.js'

type Spread = FiguresView['durations']['wait']['now']

/** Durations by what they have in common: how many, half under, nine in ten under. */
export function SpreadTable({ title, rows }: { title: string; rows: { name: string; spread: Spread }[] }) {
  const words = useSupervisionWords()
  const { say, number } = words
  const told = (seconds: number | null) => (seconds === null ? '' : durationInWords(seconds, words))
  return (
    <div class="plot">
      <table class="figures-table">
        <caption>{title}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col" class="number">
              {say('col.number')}
            </th>
            <th scope="col" class="number">
              {say('col.median')}
            </th>
            <th scope="col" class="number">
              {say('col.p90')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, spread }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{number(spread.count)}</td>
              <td class="number">{told(spread.medianS)}</td>
              <td class="number">{told(spread.p90S)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
