import { useEffect, useRef } from 'preact/hooks'
import type { Language } from '../../../platform/model/language.js'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { plural } from '../../../ui/kit/console-words.js'
import type { Picker } from './use-picker.js'

/** Id of the list, for the field that leads it. */
export const PICKER_ID = 'picker'

/** Id of an option, for `aria-activedescendant`. */
export function optionId(place: number): string {
  return `picker-${place}`
}

interface PickerListProps {
  picker: Picker
  language: Language
  /** Opens what the agent may change of her own replies. */
  onManage: () => void
}

/**
 * The list over the field, which keeps the focus and points to the active option. The field stays a text box of several lines, which HTML does not let be
 * a `combobox`; of that pattern it has all that a text box may have.
 */
export function PickerList({ picker, language, onManage }: PickerListProps) {
  const { t, language: spoken } = useConsole()
  const { trigger, options, active } = picker
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  })
  if (!trigger) return <p class="visually-hidden" role="status" />
  const label = t(trigger.kind === 'reply' ? 'copilot.pickReply' : 'copilot.pickEntry')
  const said = options.length > 0 ? plural(t, spoken, 'copilot.pickCount', options.length) : t('copilot.pickNone')
  return (
    <div class="picker">
      <p class="picker-title">
        <strong aria-hidden="true">{label}</strong> <span role="status">{said}</span>
        {trigger.kind === 'reply' && (
          <Button
            look="quiet"
            label={t('copilot.manage')}
            onMouseDown={(event) => event.preventDefault()}
            onClick={onManage}
          />
        )}
      </p>
      <div id={PICKER_ID} ref={list} role="listbox" aria-label={label} onMouseDown={(event) => event.preventDefault()}>
        {options.map((option, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field keeps the focus, points to the active option, and hears the keys.
          <div
            key={option.id}
            id={optionId(place)}
            role="option"
            aria-selected={place === active}
            onClick={() => picker.choose(option)}
          >
            <span class="picker-name" lang={option.reply ? undefined : 'fr'}>
              {option.title}
            </span>
            {option.reply?.own && <span class="mark-badge">{t('copilot.own')}</span>}
            {option.reply && option.reply.language !== language && option.reply.language === 'fr' && (
              <span class="mark-badge">{t('copilot.inFrench')}</span>
            )}
            {option.reply && (
              <span class="picker-text" lang={option.reply.language} dir="auto">
                {option.reply.text}
              </span>
            )}
          </div>
        ))}
      </div>
    </div>
  )
}
