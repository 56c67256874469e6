import type { QueueView } from '../../../../platform/http/contract.js'
import type { FilterField } from '../../../../platform/model/saved-view.js'
import { isWordKey, type Translate } from '../../../../ui/kit/words.js'

/** A value of a filter in words. */
export function filterWords(
  field: FilterField,
  value: string,
  { t, departments }: { t: Translate; departments: QueueView['departments'] },
): string {
  if (field === 'department') return departments.find(({ id }) => id === value)?.name ?? value
  const key = field === 'language' || field === 'reason' ? `${field}.${value}` : `queue.${field}.${value}`
  return isWordKey(key) ? t(key) : value
}
