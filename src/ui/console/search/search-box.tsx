import { Icon } from '../../kit/icon.js'
import { useConsole } from '../console-context.js'
import type { Search } from './use-search.js'

/** Where words are looked for. The browser may neither complete nor keep them: they may be a name. */
export function SearchBox({ search }: { search: Search }) {
  const { t } = useConsole()
  return (
    <search class="search-box">
      <Icon name="search" />
      <input
        id="queue-search"
        type="search"
        autocomplete="off"
        maxLength={100}
        aria-label={t('find.label')}
        placeholder={t('find.placeholder')}
        value={search.words}
        onInput={(event) => search.type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') search.type('')
        }}
      />
    </search>
  )
}
