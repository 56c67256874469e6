import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { mergedReads } from '../../../../ui/kit/merged-reads.js'
import { dayInWords, momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { Table } from '../../../../ui/kit/table.js'
import { waitInWords } from '../../../../ui/kit/wait-in-words.js'
import { type SupervisionView, supervisionRoutes, type WaitingSince } from '../../../handoffs/supervision-contract.js'
import { type ShortKey, useSupervisionWords } from './supervision-words.js'

/** Shortest time between two readings: what changes faster is not easier to read. */
const CALM_MS = 2_000

/**
 * Where the reception stands, read again whenever the console has read its queue: the stream tells that one when something changed.
 * `lost`: what is shown is of a moment ago.
 */
function useLive(): { live: SupervisionView | null; lost: boolean } {
  const { session, state } = useConsole()
  const [live, setLive] = useState<SupervisionView | null>(null)
  const [lost, setLost] = useState(false)
  const readAt = useRef(0)
  const read = useRef(
    mergedReads(async () => {
      readAt.current = Date.now()
      try {
        setLive(await session.api.ask(supervisionRoutes.now))
        setLost(false)
      } catch {
        setLost(true)
      }
    }),
  )
  const { queue } = state
  // A queue that was read anew is the signal.
  useEffect(() => {
    const wait = Math.max(0, readAt.current + CALM_MS - Date.now())
    const timer = setTimeout(() => void read.current(), wait)
    return () => clearTimeout(timer)
  }, [queue])
  return { live, lost }
}

/** What happens now. It changes by itself, in place, and says nothing to screen readers unasked. */
export function LiveSection() {
  const { language, now } = useConsole()
  const { say } = useSupervisionWords()
  const { live, lost } = useLive()
  return (
    <section class="figures-block" aria-labelledby="supervision-now">
      <h3 id="supervision-now">{say('now')}</h3>
      <div role="alert">
        {lost && live && <p class="reason">{say('now.lost', { time: momentInWords(live.at, language, now) })}</p>}
      </div>
      {live ? <Live live={live} /> : <p class="hint">{say(lost ? 'period.failed' : 'period.loading')}</p>}
    </section>
  )
}

function Live({ live }: { live: SupervisionView }) {
  const { language } = useConsole()
  const { say, many } = useSupervisionWords()
  const { waiting, unanswered, talks, callbacks, messages, unhandled, agents } = live
  return (
    <>
      <p class="hint">{say('now.at', { time: momentInWords(live.at, language, new Date(live.at)) })}</p>
      <dl class="tiles">
        <Tile name={say('now.waiting')} value={waiting.count}>
          {waiting.urgent > 0 && <p class="pressing">{many('now.urgent', waiting.urgent)}</p>}
        </Tile>
        <Tile name={say('now.longest')} value={<Since one={waiting.longest} at={live.at} />}>
          {waiting.longest ? <Open one={waiting.longest} /> : null}
        </Tile>
        <Tile name={say('now.unanswered')} value={unanswered.count}>
          {unanswered.longest && (
            <>
              <p>
                <Since one={unanswered.longest} at={live.at} />
              </p>
              <Open one={unanswered.longest} />
            </>
          )}
        </Tile>
        <Tile name={say('now.talks')} value={talks} />
        <Tile name={say('now.callbacks')} value={callbacks.open}>
          {callbacks.late > 0 && (
            <p class="pressing">
              <Icon name="alert" /> {many('now.late', callbacks.late)}
            </p>
          )}
          {callbacks.latest && <Open one={callbacks.latest} />}
        </Tile>
        <Tile name={say('now.messages')} value={messages.open}>
          {messages.oldest && (
            <>
              <p>
                <Oldest since={messages.oldest.since} at={live.at} />
              </p>
              <Open one={messages.oldest} />
            </>
          )}
        </Tile>
        <Tile name={say('now.unhandled')} value={unhandled.count}>
          {unhandled.first && (
            <p class="pressing">
              <Icon name="alert" />{' '}
              {say('now.unhandledFirst', { day: dayInWords(unhandled.first, language, new Date(live.at)) })}
            </p>
          )}
          {unhandled.oldest && (
            <>
              <p>
                <Oldest since={unhandled.oldest.since} at={live.at} words="now.unhandledOldest" />
              </p>
              <Open one={unhandled.oldest} />
            </>
          )}
        </Tile>
      </dl>
      <Load agents={agents} />
    </>
  )
}

function Tile({ name, value, children }: { name: string; value: ComponentChildren; children?: ComponentChildren }) {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd>
        <p class="tile-value">{value}</p>
        {children}
      </dd>
    </div>
  )
}

/** As of the reading, so that a clock of the browser that is wrong changes nothing; the next reading is never far. */
function useSince(since: string, at: string): string {
  const { t, language } = useConsole()
  return waitInWords(since, new Date(at), { t, language })
}

function Since({ one, at }: { one: WaitingSince | null; at: string }) {
  const { say } = useSupervisionWords()
  const wait = useSince(one?.since ?? at, at)
  return <>{one ? wait : say('now.nobody')}</>
}

function Oldest({ since, at, words = 'now.oldest' }: { since: string; at: string; words?: ShortKey }) {
  const { say } = useSupervisionWords()
  return <>{say(words, { wait: useSince(since, at) })}</>
}

function Open({ one: { handoffId, reference } }: { one: WaitingSince }) {
  const { say } = useSupervisionWords()
  return (
    <a class="tile-link" href={`#handoff/${handoffId}`}>
      {say('now.open', { reference: reference ?? say('now.request') })}
    </a>
  )
}

const STATE_ICONS = { available: 'check', busy: 'clock', away: 'moon' } as const

function Load({ agents }: Pick<SupervisionView, 'agents'>) {
  const { say } = useSupervisionWords()
  if (agents.length === 0) return <p class="hint">{say('load.none')}</p>
  return (
    <div class="load">
      <Table
        caption={say('load')}
        rows={agents}
        keyOf={({ id }) => id}
        columns={[
          { name: say('load.agent'), cell: ({ name }) => name },
          {
            name: say('load.state'),
            cell: ({ state, word }) => (
              <>
                <Icon name={STATE_ICONS[state]} /> {say(`load.${state}`)}
                {word && ` (${word})`}
              </>
            ),
          },
          {
            name: say('load.talks'),
            isNumber: true,
            cell: ({ talks, capacity }) => say('load.capacity', { talks, capacity }),
          },
          { name: say('load.others'), isNumber: true, cell: ({ others }) => others },
        ]}
      />
      <p class="hint">{say('load.hint')}</p>
    </div>
  )
}
