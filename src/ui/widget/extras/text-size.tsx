import { Button } from '../button.js'
import type { ChatProps } from '../chat.js'
import { chooseComfort, comfortChoice } from './chosen-comfort.js'
import { stepSize } from './comfort-choice.js'
import type { ComfortKey, SayComfort } from './comfort-words.js'

interface TextSizeProps extends ChatProps {
  say: SayComfort
}

const STEPS = [
  { step: -1, letter: 'A−', key: 'smaller' },
  { step: 0, letter: 'A', key: 'normalSize' },
  { step: 1, letter: 'A+', key: 'larger' },
] as const satisfies { step: -1 | 0 | 1; letter: string; key: ComfortKey }[]

/** The size of the text in the panel, and the buttons that change it. They never vanish: one may press until it suits. */
export function TextSize({ chat, say }: TextSizeProps) {
  const { size } = comfortChoice(chat.memory)
  return (
    <fieldset class="sizes" aria-labelledby="text-size">
      <p id="text-size">{say('textSize', { size })}</p>
      {STEPS.map(({ step, letter, key }) => {
        const next = stepSize(size, step)
        return (
          <Button
            aria-disabled={next === size}
            onClick={() => {
              if (next === size) return
              chooseComfort(chat.memory, { size: next })
              chat.session.announce(say('textSize', { size: next }))
            }}
          >
            <bdi dir="ltr">{letter}</bdi>
            <span class="hidden"> {say(key)}</span>
          </Button>
        )
      })}
    </fieldset>
  )
}
