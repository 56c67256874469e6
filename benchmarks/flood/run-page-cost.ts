import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startMeteredServer } from '../energy/metered-server.js'
import { AS_BROWSERS, largestOfWidget } from './page-files.js'

const SOCKETS = 16
const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS })

/** `npm run bench -- page-cost [--requests 2000]`: what the largest file of the widget costs the server's processor, and weighs on the wire, as a browser asks for it. Prints Markdown. */
export async function runPageCost(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { requests: { type: 'string', default: '2000' } } })
  const requests = Number(values.requests)
  const folder = await mkdtemp(join(tmpdir(), 'guichet-page-cost-'))
  const server = await startMeteredServer(folder)
  try {
    const path = await largestOfWidget()
    process.stdout.write('| asked for as | bytes on the wire | CPU ms a request |\n| --- | --- | --- |\n')
    // What a server does once it has started, and code that is not warm, are nobody's cost.
    await askMany(server.address + path, 'identity', requests)
    for (const accepted of [AS_BROWSERS, 'gzip', 'identity']) {
      const address = server.address + path
      const before = await server.usage()
      const bytes = await askMany(address, accepted, requests)
      const spentMs = ((await server.usage()).cpuSeconds - before.cpuSeconds) * 1000
      process.stdout.write(`| ${accepted} | ${bytes / requests} | ${(spentMs / requests).toFixed(2)} |\n`)
    }
    return 0
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** @returns the bytes of all bodies together */
async function askMany(address: string, accepted: string, requests: number): Promise<number> {
  let left = requests
  let bytes = 0
  const forever = async () => {
    while (left-- > 0) {
      const taken = await ask(address, accepted)
      bytes += taken
    }
  }
  await Promise.all(Array.from({ length: SOCKETS }, forever))
  return bytes
}

function ask(address: string, accepted: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request(address, { agent, headers: { 'accept-encoding': accepted } }, (response) => {
      let bytes = 0
      response.on('data', (piece: Buffer) => {
        bytes += piece.length
      })
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode === 200) resolve(bytes)
        else reject(new Error(`${address} answered ${response.statusCode}`))
      })
    })
    asking.on('error', reject)
    asking.end()
  })
}
