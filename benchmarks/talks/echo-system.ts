import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { cpuMsOf, residentMbOf } from '../load/process-facts.js'
import { openEventStream } from './event-stream.js'
import { mustCall } from './json-client.js'
import type { Arrivals, Talk, TalksSystem } from './talk-side.js'
import type { TalksSize } from './talks-size.js'

const CHILD = fileURLToPath(new URL('./echo-process.js', import.meta.url))

/** A bare event-stream server under the same streams and messages. */
export async function startEchoSystem({ talks, streams, agents }: TalksSize): Promise<TalksSystem> {
  const child = fork(CHILD)
  const port = await new Promise<number>((resolve) => child.once('message', (message) => resolve(Number(message))))
  const at = (key: string) => `http://127.0.0.1:${port}/${key}`
  const talk = (key: string): Talk => ({
    say: async (text) => void (await mustCall('POST', at(key), { body: { text } })),
  })
  const numbers = Array.from({ length: talks }, (_, i) => i)
  return {
    name: 'bare event streams',
    toAgents: numbers.map((i) => talk(`agent-${i % agents}`)),
    toCitizens: numbers.map((i) => talk(`citizen-${i}`)),
    async openStreams(arrivals: Arrivals) {
      const keys = [
        ...Array.from({ length: agents }, (_, i) => `agent-${i}`),
        ...Array.from({ length: streams - agents }, (_, i) => `citizen-${i}`),
      ]
      for (const key of keys) {
        await openEventStream(at(key), {}, ({ data }) => arrivals.arrived((JSON.parse(data) as { text: string }).text))
      }
      return keys.length
    },
    cpuMs: () => cpuMsOf(child),
    residentMb: () => residentMbOf(child),
    async stop() {
      child.disconnect()
    },
  }
}
