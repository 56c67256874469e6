import { useConsole } from '../../../../ui/kit/console-context.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'

/** Until when a request is put aside. */
export function SnoozeBadge({ until }: { until: string }) {
  const { t, language, now } = useConsole()
  return (
    <span class="mark-badge">
      <Icon name="clock" /> {t('lifecycle.asideUntil', { moment: momentInWords(until, language, now) })}
    </span>
  )
}
