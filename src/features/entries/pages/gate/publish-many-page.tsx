import { useEffect, useMemo, useState } from 'preact/hooks'
import { PartHeading } from '../../../../ui/kit/part-heading.js'
import { type EntryRow, entryRoutes } from '../../contract.js'
import { useEntries } from '../entry-states.js'
import { askedOf, readFilter, sourceOfRow } from '../list/entry-list.js'
import { listHref, ReadingProblem } from '../reading-problem.js'
import { callProblem } from '../use-entry.js'
import { Decide, type Ended, Finished } from './decide.js'

/** As many as the server publishes together. */
const MOST_TOGETHER = 200

/** Several entries published through one report: those that the address names, or those of a list as it was narrowed. */
export function PublishManyPage({ chosen }: { chosen: ReadonlyMap<string, string> }) {
  const { api, words } = useEntries()
  const { say, many } = words
  const [rows, setRows] = useState<EntryRow[] | null>(null)
  const [reviewerRequired, setReviewerRequired] = useState(false)
  const [problem, setProblem] = useState('')
  const [tries, setTries] = useState(0)
  const [ended, setEnded] = useState<Ended | null>(null)
  useEffect(() => {
    setProblem('')
    const query = { ...askedOf(readFilter(chosen)), offset: 0, limit: MOST_TOGETHER }
    api.ask(entryRoutes.list, { query }).then(
      (view) => {
        setRows(view.entries)
        setReviewerRequired(view.reviewerRequired)
      },
      (error) => setProblem(callProblem(error, words)),
    )
  }, [api, words, chosen, tries])
  const sources = useMemo(() => rows?.flatMap((row) => sourceOfRow(row) ?? []) ?? [], [rows])
  const back = { href: listHref(), label: say('backToList') }
  if (!rows) return <ReadingProblem problem={problem} onRetry={() => setTries(tries + 1)} />
  return (
    <section class="sheet entry-publish" aria-labelledby="publish">
      <p>
        <a href={back.href}>{back.label}</a>
      </p>
      <PartHeading id="publish" title={many('many.title', sources.length)} />
      {ended ? (
        <Finished ended={ended} back={back} />
      ) : sources.length === 0 ? (
        <p>{say('many.nothing')}</p>
      ) : (
        <>
          <p class="hint">{say('many.intro')}</p>
          <Decide sources={sources} reviewerRequired={reviewerRequired} back={back} onEnded={setEnded} />
        </>
      )}
    </section>
  )
}
