import type { ComponentChildren } from 'preact'
import { FILTER_FIELDS, type FilterField, type QueueFilters } from '../../../../platform/model/saved-view.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { isWordKey, plural, type Translate } from '../../../../ui/kit/console-words.js'
import { Icon } from '../../../../ui/kit/icon.js'
import type { QueueView } from '../../contract.js'
import type { Communes } from './communes.js'
import { countFilters, countFitting, toggled, valuesToAsk } from './queue-filters.js'

interface FilterBarProps {
  queue: QueueView
  filters: QueueFilters
  onChange: (filters: QueueFilters) => void
  /** What else can be done with what is chosen. */
  children: ComponentChildren
  /** Whether the panel in which more is asked is open. */
  isOpen: boolean
  onClose: () => void
}

/** What is asked of the queue, in words, each of which can be taken back; and the panel in which more is asked. */
export function FilterBar({ queue, filters, onChange, children, isOpen, onClose }: FilterBarProps) {
  const { t, language } = useConsole()
  const count = countFilters(filters)
  return (
    <div class="filters">
      {count > 0 && (
        <div class="filter-line">
          <Chosen queue={queue} filters={filters} onChange={onChange} />
          <Button look="quiet" label={t('queue.filtersClear')} onClick={() => onChange({})} />
          {children}
        </div>
      )}
      <p class="visually-hidden" role="status">
        {count > 0 && plural(t, language, 'queue.fitting', countFitting(queue, filters))}
      </p>
      {isOpen && <Panel queue={queue} filters={filters} onChange={onChange} onClose={onClose} />}
    </div>
  )
}

type Asked = Pick<FilterBarProps, 'queue' | 'filters' | 'onChange'>

function Chosen({ queue, filters, onChange }: Asked) {
  const { t } = useConsole()
  const { communes } = queue
  return (
    <ul class="chosen" aria-label={t('queue.filtersChosen')}>
      {FILTER_FIELDS.flatMap((field) =>
        (filters[field] ?? []).map((value) => {
          const words = filterWords(field, value, { t, communes })
          return (
            <li key={`${field} ${value}`}>
              <button
                type="button"
                class="chip on"
                aria-label={t('queue.filterTakeBack', { filter: words })}
                onClick={() => onChange(toggled(filters, field, value))}
              >
                {words} <Icon name="close" />
              </button>
            </li>
          )
        }),
      )}
    </ul>
  )
}

function Panel({ queue, filters, onChange, onClose }: Asked & { onClose: () => void }) {
  const { t } = useConsole()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the panel from whatever is focused inside
    <div
      id="filter-panel"
      class="filter-panel"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      {FILTER_FIELDS.map((field) => (
        <Field key={field} field={field} queue={queue} filters={filters} onChange={onChange} />
      ))}
      <Button label={t('queue.filtersDone')} onClick={onClose} />
    </div>
  )
}

/** One thing to ask; not shown when every row answers the same. */
function Field({ field, queue, filters, onChange }: Asked & { field: FilterField }) {
  const { t } = useConsole()
  const { communes } = queue
  const values = valuesToAsk(queue, field, filters)
  if (values.length < 2 && !filters[field]) return null
  return (
    <fieldset class="filter-field">
      <legend>{t(`queue.field.${field}`)}</legend>
      <div class="chips">
        {values.map((value) => {
          const on = filters[field]?.includes(value) ?? false
          return (
            <button
              key={value}
              type="button"
              class={on ? 'chip on' : 'chip'}
              aria-pressed={on}
              onClick={() => onChange(toggled(filters, field, value))}
            >
              {on && <Icon name="check" />} {filterWords(field, value, { t, communes })}
            </button>
          )
        })}
      </div>
    </fieldset>
  )
}

/** A value of a filter in words. */
function filterWords(field: FilterField, value: string, { t, communes }: { t: Translate; communes: Communes }): string {
  const called =
    field === 'commune' ? communes : field === 'department' ? communes.flatMap((one) => one.departments) : null
  if (called) return called.find(({ id }) => id === value)?.name ?? value
  const key = field === 'language' || field === 'reason' ? `${field}.${value}` : `queue.${field}.${value}`
  return isWordKey(key) ? t(key) : value
}
