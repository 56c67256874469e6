import { useEffect, useState } from 'preact/hooks'
import { PRACTICE_PROFILES } from '../../../domain/practice/exercise.js'
import type { PracticeTeamView } from '../../../http/agent/practice-contract.js'
import { useConsole } from '../console-context.js'

/** How many exercises each agent has done by job; nothing else of hers. */
export function PracticeTeam() {
  const { t, session } = useConsole()
  const [team, setTeam] = useState<PracticeTeamView | 'failed' | null>(null)
  useEffect(() => {
    session.api.call<PracticeTeamView>('GET', '/agent/practice/team').then(setTeam, () => setTeam('failed'))
  }, [session])
  if (team === null) return null
  return (
    <section class="practice-team" aria-labelledby="practice-team">
      <h3 id="practice-team">{t('practice.team')}</h3>
      <p class="hint">{team === 'failed' ? t('practice.teamFailed') : t('practice.teamIntro')}</p>
      {team !== 'failed' && <TeamList team={team} />}
    </section>
  )
}

/** A list rather than a table: it wraps on a phone, and nothing is scrolled sideways. */
function TeamList({ team: { agents, exercises } }: { team: PracticeTeamView }) {
  const { t } = useConsole()
  const profiles = PRACTICE_PROFILES.filter((profile) => exercises[profile])
  return (
    <ul class="team-progress" aria-labelledby="practice-team">
      {agents.map(({ name, done }) => (
        <li key={name}>
          <h4>{name}</h4>
          <dl>
            {profiles.map((profile) => (
              <div key={profile}>
                <dt>{t(`practice.profile.${profile}`)}</dt>
                <dd>{t('practice.progress', { done: done[profile] ?? 0, total: exercises[profile] ?? 0 })}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}
