import { Button } from '../button.js'
import type { ChatProps, PanelState } from '../chat.js'
import { Icon } from '../icon.js'
import { suggestionsAreOff, turnSuggestions } from './suggestion-choice.js'

interface SuggestionOptionProps extends ChatProps {
  onChange: (change: Partial<PanelState>) => void
}

/** The option that turns suggestions off, or on again. */
export function SuggestionOption({ chat, onChange }: SuggestionOptionProps) {
  const isOff = suggestionsAreOff()
  return (
    <li>
      <Button
        class="option"
        aria-pressed={!isOff}
        onClick={() => {
          turnSuggestions(isOff ? 'on' : 'off')
          onChange({ menu: false })
          chat.focusComposer()
        }}
      >
        {chat.t('suggestions')}
        <span class="box">{!isOff && <Icon name="check" />}</span>
      </Button>
    </li>
  )
}
