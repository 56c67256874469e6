import words from '../../../../knowledge/messages/languages.json' with { type: 'json' }
import { directionOf, LANGUAGES, type Language } from '../../../platform/model/language.js'
import { Button } from '../button.js'
import type { ChatProps, PanelState } from '../chat.js'

interface LanguageMenuProps extends ChatProps {
  open: boolean
  onChange: (change: Partial<PanelState>) => void
  onLanguage: (language: Language) => void
}

/** The languages by their own names, each in its language: whoever does not read the interface finds hers. The focus comes to the one that is spoken; choosing gives it back to the button of the menu. */
export function LanguageMenu({ chat: { language, state }, open, onChange, onLanguage }: LanguageMenuProps) {
  return (
    <ul id="languages" hidden={!open}>
      {(open ? (state.commune?.languages ?? LANGUAGES) : []).map((one) => (
        <li>
          <Button
            class="option"
            ref={one === language ? focusThere : null}
            lang={one}
            dir={directionOf(one)}
            aria-current={one === language}
            onClick={(event) => {
              const panel = event.currentTarget.closest('dialog')
              panel?.querySelector<HTMLElement>('[aria-controls="languages"]')?.focus()
              onChange({ choosing: false })
              onLanguage(one)
            }}
          >
            {words[one].name}
          </Button>
        </li>
      ))}
    </ul>
  )
}

/** The same function each time, so that it is called once. */
function focusThere(button: HTMLButtonElement | null): void {
  button?.focus()
}

/** Offers the browser's language where the page speaks another one; nothing changes unless she presses. */
export function LanguageProposal({ chat, onLanguage }: Pick<LanguageMenuProps, 'chat' | 'onLanguage'>) {
  const offered = chat.state.commune?.languages ?? LANGUAGES
  const spoken = navigator.languages.map((tag) => offered.find((one) => one === tag.split('-')[0]))
  const proposed = spoken.find(Boolean)
  if (!proposed || proposed === chat.language || chat.state.messages.length > 0) return null
  return (
    <p class="notice">
      <Button class="main" lang={proposed} dir={directionOf(proposed)} onClick={() => onLanguage(proposed)}>
        {words[proposed].proposal}
      </Button>
    </p>
  )
}
