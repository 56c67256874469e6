import { linkText } from '../../platform/text/rich-links.js'
import { Button } from './button.js'
import type { ChatProps, PanelState } from './chat.js'
import type { IconName } from './icon.js'
import { Later } from './later.js'
import { Spans } from './spans.js'

const loadOption = () => import('./extras/suggestions.js').then(({ SuggestionOption }) => SuggestionOption)

interface OptionsProps extends ChatProps {
  onChange: (change: Partial<PanelState>) => void
}

/** What the menu offers; at its end, quietly, how a person is reached. */
export function Options({ chat, onChange }: OptionsProps) {
  const { session, state, t } = chat
  const option = (label: string, act: () => void, icon?: IconName) => (
    <li>
      <Button
        class="option"
        {...(icon && { icon })}
        onClick={() => {
          onChange({ menu: false })
          chat.focusComposer()
          act()
        }}
      >
        {label}
      </Button>
    </li>
  )
  const begun = state.messages.length > 0
  return (
    <>
      {option(t('language'), () => onChange({ choosing: true }), 'globe')}
      {state.commune?.callbacks && !state.handoff && option(t('callback'), chat.askCallback)}
      {option(t(state.simple ? 'full' : 'simple'), () => session.setSimple(!state.simple))}
      {begun && option(t('keepTrace'), () => onChange({ view: 'trace' }))}
      {begun && !state.closed && option(t('end'), () => void session.stop('close'))}
      {begun && option(t('erase'), () => onChange({ erasing: true }))}
      {chat.comfort && <chat.comfort.ComfortOptions chat={chat} onChange={onChange} />}
      <Later load={loadOption} props={{ chat, onChange }} />
      {[state.availability?.sentence, state.commune?.hearing].map(
        (sentence) =>
          sentence && (
            <li class="meta quiet">
              <Spans chat={chat} spans={linkText(sentence)} />
            </li>
          ),
      )}
    </>
  )
}
