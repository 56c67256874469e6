import { useCallback, useRef, useState } from 'preact/hooks'
import type { Handoff } from '../../../../platform/model/handoff.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import type { Translate } from '../../../../ui/kit/console-words.js'
import { useFocusWish } from '../../../../ui/kit/focus.js'
import { useClosingMenu } from '../../../../ui/kit/use-closing-menu.js'
import type { OfferedReason } from '../../close-reasons.js'
import type { HandoffDetailView } from '../../contract.js'
import { LaterMenu } from './later-menu.js'
import { takeUp } from './life-acts.js'
import { PassMenu } from './pass-menu.js'

/** Reasons that are in sight at once; the others are one press further. */
const IN_SIGHT = 6

/** What can be done with a conversation of hers besides ending it: pass it on, put it aside. */
export function Verbs({ detail }: { detail: HandoffDetailView }) {
  const { t, session, state } = useConsole()
  const { handoff } = detail
  return (
    <div class="verbs">
      <PassMenu handoffId={handoff.id} />
      {handoff.snoozedUntil ? (
        <Button
          look="quiet"
          icon="clock"
          label={t('lifecycle.takeUp')}
          disabled={state.pending !== null}
          onClick={() => void takeUp(session, handoff.id)}
        />
      ) : (
        <LaterMenu detail={detail} />
      )}
    </div>
  )
}

/** Ends a conversation, or notes what came of a call, in one press: the reason. The notice that follows takes it back. */
export function EndBar({ detail: { handoff, lifecycle } }: { detail: HandoffDetailView }) {
  const { t, session, state } = useConsole()
  const first = useRef<HTMLButtonElement>(null)
  useFocusWish('end', first)
  const choices = closingsOf(handoff, lifecycle.closeReasons, t)
  const isBusy = state.pending !== null
  const end = ({ id }: ClosingChoice) => void session.resolve(handoff.id, id)
  const others = choices.slice(IN_SIGHT)
  return (
    <fieldset class="end-bar">
      <legend>{t(state.pending?.verb === 'resolve' ? 'resolve.ending' : 'end.title')}</legend>
      {choices.slice(0, IN_SIGHT).map((choice, index) => (
        <button
          key={choice.id}
          ref={index === 0 ? first : null}
          type="button"
          class="chip"
          disabled={isBusy}
          onClick={() => end(choice)}
        >
          {choice.name}
        </button>
      ))}
      {others.length > 0 && <Others choices={others} onChoose={end} />}
    </fieldset>
  )
}

function Others({ choices, onChoose }: { choices: ClosingChoice[]; onChoose: (choice: ClosingChoice) => void }) {
  const { t } = useConsole()
  const [isOpen, setOpen] = useState(false)
  const menu = useRef<HTMLDivElement>(null)
  const close = useCallback(() => setOpen(false), [])
  useClosingMenu(menu, isOpen, close)
  return (
    <div class="verb" ref={menu}>
      <button type="button" class="chip" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t('end.more')}
      </button>
      {isOpen && (
        <div class="popover">
          <ul class="choices-list">
            {choices.map((choice) => (
              <li key={choice.id}>
                <Button look="quiet" label={choice.name} onClick={() => onChoose(choice)} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

/** What may be chosen when a request is closed. */
interface ClosingChoice {
  id: string
  name: string
}

/**
 * The reasons for which a request may be closed, in words; where a phone was left, also that nobody answered it, which closes nothing and
 * stands second, after the likeliest. Pure.
 */
export function closingsOf(
  { kind, contact }: Pick<Handoff, 'kind' | 'contact'>,
  reasons: readonly OfferedReason[],
  t: Translate,
): ClosingChoice[] {
  const choices = reasons.map(({ id, nom, outcome }) => ({ id, name: nom ?? t(`resolution.${outcome}`) }))
  const isPhoned = kind !== 'live' && contact?.phone !== undefined
  return isPhoned ? choices.toSpliced(1, 0, { id: 'not_reached', name: t('resolution.not_reached') }) : choices
}
