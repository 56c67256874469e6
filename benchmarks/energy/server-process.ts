import { readConfig } from '../../src/config.js'
import { startServer } from '../../src/main.js'

/** What the server's process tells its meter. Times in seconds of processor, user and system together, since its start. */
export type MeterMessage =
  | { kind: 'ready'; address: string; model: string; entries: number }
  | { kind: 'usage'; cpuSeconds: number; residentMb: number }

/** The server as `npm start` runs it, in a process that says what it has used when it is asked, and stops when its parent goes away. */
const running = await startServer(readConfig(process.env))
process.on('message', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  send({
    kind: 'usage',
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    residentMb: process.memoryUsage().rss / 1e6,
  })
})
process.once('disconnect', () => void running.stop().then(() => process.exit(0)))
const { model, content } = await running.app.modelSettled
send({ kind: 'ready', address: running.address, model, entries: content[0]?.entries ?? 0 })

function send(message: MeterMessage): void {
  process.send?.(message)
}
