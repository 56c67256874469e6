import { linkText } from '../../domain/rich-links.js'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import { Part } from './part.js'
import { Spans } from './spans.js'

/** Says before anything is typed whether a person can be reached, and reaches one. */
export function HumanBar({ chat }: ChatProps) {
  const { state, t, callAgent, askCallback } = chat
  const { handoff, availability, commune } = state
  if (handoff)
    return (
      <div class="human live">
        <Part
          pick={({ HandoffBar }) => HandoffBar}
          props={{ chat, handoff }}
          lost={<Button onClick={callAgent}>{t('human')}</Button>}
        />
      </div>
    )
  return (
    <div class="human">
      {availability && (
        <p class={availability.canTalk ? 'on' : 'off'}>
          <Spans chat={chat} spans={linkText(availability.sentence)} />
        </p>
      )}
      <Button onClick={callAgent}>{t('human')}</Button>
      {commune?.callbacks && <Button onClick={askCallback}>{t('callback')}</Button>}
    </div>
  )
}
