import type { QueueFilters, SavedView } from '../../../../platform/model/saved-view.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { plural } from '../../../../ui/kit/words.js'
import type { QueueView } from '../../contract.js'
import { countFilters, countFitting, isSameChoice } from './queue-filters.js'

interface ViewsBarProps {
  queue: QueueView
  views: readonly SavedView[]
  filters: QueueFilters
  onChange: (filters: QueueFilters) => void
  onManage: () => void
}

/** The agent's own views, each with how many open requests are in it; nothing until she has kept one. */
export function ViewsBar({ queue, views, filters, onChange, onManage }: ViewsBarProps) {
  const { t } = useConsole()
  if (views.length === 0) return null
  return (
    <nav class="views" aria-label={t('queue.views')}>
      <ul class="chips">
        <li>
          <ViewButton name={t('queue.viewAll')} filters={{}} {...{ queue, current: filters, onChange }} />
        </li>
        {views.map(({ id, name, filters: own }) => (
          <li key={id}>
            <ViewButton name={name} filters={own} {...{ queue, current: filters, onChange }} />
          </li>
        ))}
        <li>
          <Button look="quiet" label={t('queue.viewsManage')} onClick={onManage} />
        </li>
      </ul>
    </nav>
  )
}

interface ViewButtonProps {
  name: string
  queue: QueueView
  filters: QueueFilters
  current: QueueFilters
  onChange: (filters: QueueFilters) => void
}

function ViewButton({ name, queue, filters, current, onChange }: ViewButtonProps) {
  const { t, language } = useConsole()
  const on = isSameChoice(filters, current)
  const count = countFilters(filters) === 0 ? countFitting(queue, {}) : countFitting(queue, filters)
  return (
    <button
      type="button"
      class={on ? 'chip on' : 'chip'}
      aria-current={on ? 'true' : undefined}
      onClick={() => onChange(filters)}
    >
      {name} <span aria-hidden="true">{count}</span>
      <span class="visually-hidden">{plural(t, language, 'queue.count', count)}</span>
    </button>
  )
}
