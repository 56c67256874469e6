import { useConsole } from '../../../ui/console/console-context.js'
import { percentOf } from '../../../ui/console/explain-turn.js'
import { Icon } from '../../../ui/kit/icon.js'
import type { ValidationView } from '../../entries/routes/trust-contract.js'

interface CandidateChoiceProps {
  candidate: ValidationView['candidates'][number]
  /** The key that sends it. */
  digit: number
  proposed: boolean
  onSend: () => void
}

/** An entry that may be sent: how sure the assistant is, why, and what the citizen would read first. */
export function CandidateChoice({ candidate, digit, proposed, onSend }: CandidateChoiceProps) {
  const { t, language } = useConsole()
  const { title, confidence, summary, nearest, matchedWords = [] } = candidate
  return (
    <li class={proposed ? 'check-answer proposed' : 'check-answer'}>
      <div>
        <p class="candidate-head">
          <span class="candidate-title" lang="fr">
            {title}
          </span>
          <span class="candidate-percent">{percentOf(confidence, language)}</span>
        </p>
        {proposed && (
          <p class="check-proposed">
            <Icon name="spark" /> {t('trust.proposed')}
          </p>
        )}
        {summary && <p lang="fr">{summary}</p>}
        {(matchedWords.length > 0 || nearest) && (
          <dl class="why">
            {matchedWords.length > 0 && (
              <div>
                <dt>{t('understanding.words')}</dt>
                <dd>{matchedWords.join(', ')}</dd>
              </div>
            )}
            {nearest && nearest !== title && (
              <div>
                <dt>{t('understanding.nearest')}</dt>
                <dd>
                  <q>{nearest}</q>
                </dd>
              </div>
            )}
          </dl>
        )}
      </div>
      <button type="button" class={proposed ? 'button main' : 'button'} onClick={onSend}>
        <span aria-hidden="true">{t('trust.send')}</span>
        <span class="visually-hidden">{t('trust.sendNamed', { title })}</span> <kbd>{digit}</kbd>
      </button>
    </li>
  )
}
