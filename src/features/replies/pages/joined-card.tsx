import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { Icon } from '../../../ui/kit/icon.js'

/** The card of an entry that leaves with the answer that is being written. */
export interface JoinedCard {
  entryId: string
  title: string
  /** Path of its sheet on this server. */
  sheet: string
  /** What the text that was inserted says, in French, where the citizen reads another language. */
  french?: string
}

/** Under which key the card that leaves with an answer is kept. */
export function cardKey(handoffId: string): string {
  return `card:${handoffId}`
}

/** Reads a card that was kept; `null` for anything else. */
export function readJoinedCard(kept: string | undefined): JoinedCard | null {
  try {
    const { entryId, title, sheet, french } = JSON.parse(kept ?? 'null') as JoinedCard
    return { entryId, title, sheet, ...(french ? { french } : {}) }
  } catch {
    return null
  }
}

/** Says under the composer which card leaves with the answer, and takes it away. */
export function JoinedCardLine({ card, onRemove }: { card: JoinedCard; onRemove: () => void }) {
  const { t } = useConsole()
  const { title, sheet, french } = card
  return (
    <div class="joined-card">
      <p>
        <Icon name="sheet" /> {t('copilot.joined')}{' '}
        <a href={sheet} target="_blank" rel="noopener noreferrer">
          {title} <span class="visually-hidden">{t('newTab')}</span>
        </a>
      </p>
      <Button look="quiet" icon="close" isIconOnly label={t('copilot.unjoin', { title })} onClick={onRemove} />
      {french && (
        <p class="hint" lang="fr">
          {t('copilot.inFrenchSays', { text: french })}
        </p>
      )}
    </div>
  )
}
