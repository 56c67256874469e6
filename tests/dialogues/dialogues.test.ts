import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Config } from '../../src/config.js'
import type { HandoffReason } from '../../src/platform/model/handoff.js'
import type { Outcome } from '../../src/platform/model/outcome.js'
import type { ChoiceValue, Payload } from '../../src/platform/model/payload.js'
import { idsIn } from '../features/entries/installed.js'
import type { StaffMember } from '../platform/http/clients.js'
import { startTestServer, type TestServer } from '../platform/http/harness.js'

/** A message of a citizen, and what must come of it. */
interface Line {
  citizen: string
  /** Who is at the reception from now on; an agent at the beginning. */
  reception?: 'agent' | 'nobody'
  /** The button that she pressed, if any. */
  press?: ChoiceValue
  expect: {
    /** `relayed`: an agent reads it, the assistant says nothing. */
    outcome?: Outcome | 'relayed'
    /** Outcomes that would be wrong. */
    not?: Outcome[]
    /** The entry that must be shown, or by which the guide that asks was entered. */
    entry?: string
    /** Whether the entry may be one of the choices of a clarification instead. */
    either?: true
    /** What must be read in the replies. */
    says?: string[]
    /** The message as it must be stored. */
    stored?: string
    /** Why an agent must have been called. */
    handoff?: HandoffReason
  }
}

const folder = resolve('tests/dialogues')
const modelDir = resolve('models/guichet-fr')
const hasModel = existsSync(join(modelDir, 'onnx')) && existsSync(join(modelDir, 'calibration.json'))

/** Embedding the content takes a while the first time: what was embedded is kept between runs. */
const MODES: [string, Partial<Config>][] = [['words alone', {}]]
if (hasModel) MODES.push(['words and meaning', { modelDir, dataDir: resolve('node_modules/.cache/guichet') }])
/** What words alone do not find is said in a file whose name ends so. */
const BY_MEANING = '.by-meaning'
const START_LIMIT_MS = 15 * 60_000

describe.each(MODES)('the installed content, searched by %s', (_, config) => {
  let server: TestServer
  let agent: StaffMember
  beforeAll(async () => {
    server = await startTestServer({ config })
    agent = await server.signIn()
  }, START_LIMIT_MS)
  afterAll(() => server.stop())

  const names = idsIn(folder, '.json').filter((name) => config.modelDir || !name.endsWith(BY_MEANING))
  it.each(names)('%s', async (name) => {
    const lines: Line[] = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
    const citizen = await server.startConversation()
    await agent.beAvailable()
    for (const { citizen: text, press, reception, expect: expected } of lines) {
      if (reception) await agent.beAvailable(reception === 'nobody' ? 'away' : 'available')
      const { message, replies } = await citizen.say(text, press ? { choice: press } : {})
      const transcript = await server.store.getTranscript(citizen.id)
      const turn = transcript?.turns.find(({ messageSeq }) => messageSeq === message.seq)
      const payloads = replies.map(({ payload }) => payload)
      const handoff = await server.store.findOpenHandoff(citizen.id)
      const guide = transcript?.conversation.memory.guide
      const asks = turn?.outcome === 'clarification_guided' && guide ? [guide.entryId] : []
      const came: Came = {
        text,
        outcome: turn?.outcome ?? 'relayed',
        shown: [...payloads.flatMap(entriesOf), ...asks],
      }
      expect(came).toEqual({ text, outcome: expectedOutcome(expected, came), shown: expectedEntries(expected, came) })
      for (const words of expected.says ?? []) expect(payloads.map(readAloud).join('\n')).toContain(words)
      if (expected.stored) expect(message.payload).toEqual({ type: 'text', text: expected.stored })
      if (expected.handoff) expect(handoff).toMatchObject({ reason: expected.handoff, status: 'pending' })
    }
  })
})

interface Came {
  text: string
  outcome: Outcome | 'relayed'
  shown: string[]
}

function expectedOutcome({ outcome, not, either }: Line['expect'], came: Came): unknown {
  if (either && isAskedBack(came)) return came.outcome
  return outcome ?? expect.not.stringMatching(`^(${not?.join('|')})$`)
}

/** With a choice, or by the guide of the only one. */
function isAskedBack({ outcome }: Came): boolean {
  return outcome === 'clarification' || outcome === 'clarification_guided'
}

function expectedEntries({ entry, either }: Line['expect'], came: Came): unknown {
  if (!entry) return came.shown
  return either && isAskedBack(came) ? expect.arrayContaining([entry]) : [entry]
}

/** Ids of the entries that a reply shows or proposes. */
function entriesOf(payload: Payload): string[] {
  if (payload.type === 'card') return [payload.answer.entryId]
  if (payload.type !== 'choice') return []
  return payload.options.flatMap(({ value }) => (value.startsWith('entry:') ? [value.slice('entry:'.length)] : []))
}

/** What a citizen reads of a reply, buttons included. */
function readAloud(payload: Payload): string {
  if (payload.type === 'text') return payload.text
  if (payload.type === 'card')
    return [payload.title, payload.subtitle, ...payload.actions.map(({ label }) => label)].join('\n')
  return [payload.text, ...payload.options.map(({ label }) => label)].join('\n')
}
