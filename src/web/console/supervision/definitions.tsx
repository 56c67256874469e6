import { DEFINITIONS, definition } from './definition-list.js'
import { useSupervisionWords } from './supervision-words.js'

/** How every figure is counted. */
export function Definitions() {
  const words = useSupervisionWords()
  // The console does not know the commune's time zone before its figures are read; that of the country is the example.
  const values = { zone: 'Europe/Paris' }
  return (
    <div class="definitions">
      <p class="hint">{words.say('def.intro')}</p>
      <dl>
        {DEFINITIONS.map((key) => {
          const { name, text } = definition(key, words, values)
          return (
            <div key={key}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}
