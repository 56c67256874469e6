import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../../../ui/console/console-context.js'
import { PRACTICE_PROFILES } from '../exercise.js'
import type { PracticeTeamView } from '../routes/practice-contract.js'
import { progressInWords } from './progress-in-words.js'

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
  return (
    <ul class="team-progress" aria-labelledby="practice-team">
      {agents.map(({ name, done }) => (
        <li key={name}>
          <h4>{name}</h4>
          <Done done={done} exercises={exercises} />
        </li>
      ))}
    </ul>
  )
}

type DoneProps = Pick<PracticeTeamView, 'exercises'> & Pick<PracticeTeamView['agents'][number], 'done'>

/** The jobs in which somebody has done something. */
function Done({ done, exercises }: DoneProps) {
  const { t, language } = useConsole()
  const begun = PRACTICE_PROFILES.flatMap((profile) => {
    const count = { done: done[profile] ?? 0, total: exercises[profile] ?? 0 }
    return count.done > 0 && count.total > 0 ? [{ profile, count }] : []
  })
  if (begun.length === 0) return <p class="hint">{t('practice.teamNone')}</p>
  return (
    <dl>
      {begun.map(({ profile, count }) => (
        <div key={profile}>
          <dt>{t(`practice.profile.${profile}`)}</dt>
          <dd>{progressInWords(count, { t, language })}</dd>
        </div>
      ))}
    </dl>
  )
}
