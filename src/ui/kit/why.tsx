import { useConsole } from './console-context.js'

interface Props {
  /** Words of the question that decided. */
  matchedWords?: readonly string[] | undefined
  /** The example question that is nearest. */
  nearest?: string | null | undefined
}

/** Why an entry came near a question; nothing where nothing is known. */
export function Why({ matchedWords = [], nearest }: Props) {
  const { t } = useConsole()
  if (matchedWords.length === 0 && !nearest) return null
  return (
    <dl class="why">
      {matchedWords.length > 0 && (
        <div>
          <dt>{t('understanding.words')}</dt>
          <dd>{matchedWords.join(', ')}</dd>
        </div>
      )}
      {nearest && (
        <div>
          <dt>{t('understanding.nearest')}</dt>
          <dd>
            <q>{nearest}</q>
          </dd>
        </div>
      )}
    </dl>
  )
}
