import { useRef, useState } from 'preact/hooks'
import type { Panel } from '../../../../ui/kit/agent-console.js'
import { Button } from '../../../../ui/kit/button.js'
import { useCommand } from '../../../../ui/kit/commands/keys.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { Icon } from '../../../../ui/kit/icon.js'
import type { HandoffDetailView } from '../../contract.js'
import { takeUp } from './life-acts.js'

/**
 * What can be done with the open conversation. The end is always in sight; the others are a row, which one button shows where there is little room.
 * That row takes its own place: it never covers anything.
 */
export function Verbs({ detail: { handoff } }: { detail: HandoffDetailView }) {
  const { t, session, state } = useConsole()
  const [open, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const isMine = handoff.status === 'assigned' && handoff.agentId === state.session?.user.id
  const press = (act: () => void) => () => {
    setOpen(false)
    act()
  }
  return (
    <div class="verbs">
      {isMine && <PanelButton panel="resolve" label={t('conversation.resolve')} press={press} />}
      <button
        ref={opener}
        type="button"
        class="button verbs-button"
        aria-expanded={open}
        aria-controls="verbs"
        onClick={() => setOpen(!open)}
      >
        {t('lifecycle.actions')} <Icon name="menu" />
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it, whichever of its buttons has the focus */}
      <div
        id="verbs"
        class={open ? 'verb-list open' : 'verb-list'}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !open) return
          setOpen(false)
          opener.current?.focus()
        }}
      >
        {isMine && (
          <>
            <PanelButton panel="transfer" label={t('lifecycle.transfer')} press={press} />
            {handoff.snoozedUntil ? (
              <Button
                look="quiet"
                label={t('lifecycle.takeUp')}
                disabled={state.pending !== null}
                onClick={press(() => void takeUp(session, handoff.id))}
              />
            ) : (
              <PanelButton panel="snooze" label={t('lifecycle.snooze')} press={press} />
            )}
            <Button
              look="quiet"
              label={state.pending?.verb === 'release' ? t('conversation.releasing') : t('conversation.release')}
              disabled={state.pending !== null}
              onClick={press(() => void session.release(handoff.id))}
            />
          </>
        )}
        <PanelButton panel="history" label={t('lifecycle.history')} press={press} />
      </div>
    </div>
  )
}

function PanelButton({ panel, label, press }: { panel: Panel; label: string; press: (act: () => void) => () => void }) {
  const { session, state } = useConsole()
  const isOpen = state.panel === panel
  const { 'aria-keyshortcuts': keys } = useCommand(panel)
  return (
    <button
      type="button"
      class={panel === 'resolve' ? 'button end' : 'button quiet'}
      aria-expanded={isOpen}
      aria-keyshortcuts={keys}
      onClick={press(() => session.openPanel(isOpen ? null : panel))}
    >
      {panel === 'resolve' && <Icon name="check" />} {label}
    </button>
  )
}
