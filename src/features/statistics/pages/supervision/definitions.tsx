import { DEFINITIONS, definition } from './definition-list.js'
import { useSupervisionWords } from './supervision-words.js'

/** How every figure is counted. */
export function Definitions() {
  const words = useSupervisionWords()
  return (
    <div class="definitions">
      <p class="hint">{words.say('def.intro')}</p>
      <dl>
        {DEFINITIONS.map((key) => {
          const { name, text } = definition(key, words)
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
