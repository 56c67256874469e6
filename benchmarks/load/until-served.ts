import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'

/** Limits that let one address stand for a whole town. */
export const NO_LIMITS = Object.fromEntries(
  [
    'CONVERSATION_PER_10S',
    'ADDRESS_PER_10S',
    'STARTS_PER_10MIN',
    'COMMUNE_PER_10S',
    'STREAMS_PER_ADDRESS',
    'SIGN_IN_PER_MINUTE',
  ].map((name) => [`GUICHET_RATE_${name}`, '1000000']),
)

/** Waits until a server's process says its address and that its model is used, or that there is none. @returns the address @throws Error when it stops before */
export async function untilServed(child: ChildProcess): Promise<string> {
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  for (;;) {
    const address = /http:\/\/[\d.]+:\d+/.exec(output)?.[0]
    if (address && /Le modèle/.test(output)) return address
    if (child.exitCode !== null) throw new Error('the server stopped')
    await pause(20)
  }
}
