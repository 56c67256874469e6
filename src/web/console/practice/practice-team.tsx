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
      {team !== 'failed' && <TeamTable team={team} />}
    </section>
  )
}

function TeamTable({ team: { agents, exercises } }: { team: PracticeTeamView }) {
  const { t } = useConsole()
  const profiles = PRACTICE_PROFILES.filter((profile) => exercises[profile])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section class="table-scroll" tabIndex={0} aria-labelledby="practice-team">
      <table class="facts-table">
        <thead>
          <tr>
            <th scope="col">{t('practice.teamAgent')}</th>
            {profiles.map((profile) => (
              <th scope="col" key={profile}>
                {t(`practice.profile.${profile}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {agents.map(({ name, done }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {profiles.map((profile) => (
                <td key={profile}>
                  {t('practice.progress', { done: done[profile] ?? 0, total: exercises[profile] ?? 0 })}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
