import type { Candidate, Turn } from '../../../../platform/model/turn.js'
import { useConsole } from '../../../../ui/console/console-context.js'
import { percentOf } from '../../../../ui/console/explain-turn.js'
import { Icon } from '../../../../ui/kit/icon.js'
import type { Handoff } from '../../handoff.js'
import { deskCall } from './desk-call.js'
import { sheetAddress } from './sheet-address.js'

/** How many entries are proposed for a question. */
const MOST = 3
/** Below it, an entry is noise. */
const LEAST = 0.02

/** The entries nearest to the last question: given or printed in one press. The one that was given is said to be. */
export function DeskCandidates({ handoff }: { handoff: Handoff }) {
  const { t, state } = useConsole()
  const turns = state.detail?.transcript.turns ?? []
  const last = turns.at(-1)
  if (!last) return null
  const candidates = proposed(turns)
  const given = last.entryId
  return (
    <section class="desk-candidates" aria-labelledby="desk-candidates">
      <h3 id="desk-candidates">{t(candidates.length > 0 ? 'desk.candidates' : 'desk.noCandidates')}</h3>
      <ol>
        {candidates.map((candidate) => (
          <Proposed key={candidate.entryId} {...{ handoff, candidate }} given={candidate.entryId === given} />
        ))}
      </ol>
    </section>
  )
}

/** Those of the last question that was searched, with the entry that was chosen since. */
function proposed(turns: readonly Turn[]): Candidate[] {
  const searched = turns.findLast(({ outcome }) => !/^answered_(?:choice|follow_up)$/.test(outcome))?.candidates ?? []
  const near = searched.filter(({ confidence }) => confidence >= LEAST).slice(0, MOST)
  const chosen = turns.at(-1)?.candidates.filter(({ kept }) => kept) ?? []
  return [...near, ...chosen.filter(({ entryId }) => near.every((one) => one.entryId !== entryId))]
}

function Proposed({ handoff, candidate, given }: { handoff: Handoff; candidate: Candidate; given: boolean }) {
  const { t, session, language } = useConsole()
  const { entryId, title, confidence } = candidate
  const give = () =>
    void deskCall(session, () =>
      session.api.call('POST', `/agent/handoffs/${handoff.id}/ask`, { clientId: crypto.randomUUID(), entryId }),
    )
  return (
    <li>
      <p class="desk-candidate">
        <span lang="fr">{title}</span> <span class="hint">{percentOf(confidence, language)}</span>
      </p>
      <div class="actions">
        {given ? (
          <span class="desk-given">
            <Icon name="check" /> {t('desk.given')}
          </span>
        ) : (
          <button type="button" class="button" aria-label={t('desk.giveOf', { title })} onClick={give}>
            {t('desk.give')}
          </button>
        )}
        <a
          class="button"
          href={sheetAddress(entryId, handoff)}
          target="_blank"
          rel="noopener"
          aria-label={t('desk.printOf', { title })}
        >
          <Icon name="print" /> {t('desk.print')}
        </a>
      </div>
    </li>
  )
}
