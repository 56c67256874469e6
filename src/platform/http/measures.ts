import type { RequestHandler } from 'express'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { PLAIN_PREFIX } from './pages/plain-links.js'
import { API_PREFIX, MCP_PATH } from './route.js'

/** What the process counts of itself, for Prometheus: numbers by kind, nothing of anybody, no commune. */
export interface Measures {
  /** The text that Prometheus reads. @param looked what was looked up; gauges keep what they said when the storage could not be read */
  text(looked: { storageWritable: boolean; gauges: GaugeValues | null }): Promise<string>
  /** The type of that text. */
  contentType: string
  /** Counts each answer and how long it took; streams are counted apart. */
  observe: RequestHandler
  /** A refusal, by its code. */
  refused(code: string): void
  /** A stream has opened. @returns to be called when it closes */
  streamOpened(): () => void
  /** A question whose vector was late, was not asked for because the one before was, or failed. */
  encodingSkipped(why: string): void
  /** A try to tell the town's other software, by what came of it. */
  webhookTried(outcome: string): void
  /** What the assistant counted: only outcomes of questions are taken. */
  counted(increments: Readonly<Record<string, number>>): void
}

/** What is looked up when Prometheus asks. */
export interface GaugeValues {
  waitingHandoffs: number
  /** Seconds since the longest wait began; 0 when nobody waits. */
  longestWaitS: number
  availableAgents: number
  mailsWaiting: number
  mailsFailed: number
  /** Webhooks that have not worked for a day, or are stopped. */
  webhooksFailing: number
  webhookDeliveriesWaiting: number
  webhookDeliveriesDead: number
  modelReady: boolean
  /** Whether nothing is erased because of the clock. */
  clockDoubted: boolean
}

const OUTCOME = /^outcome\.([a-z_]+)$/
/** Seconds: an answer at once, one that is felt, one that makes people leave. */
const BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Parts of the server, by where their addresses begin. */
const PARTS: [prefix: string, part: string][] = [
  [`${API_PREFIX}/agent`, 'agents'],
  [`${API_PREFIX}/admin`, 'administration'],
  [`${API_PREFIX}/conversations`, 'citizens'],
  [`${API_PREFIX}/communes`, 'citizens'],
  [`${API_PREFIX}/ask`, 'citizens'],
  [API_PREFIX, 'accounts'],
  [PLAIN_PREFIX, 'citizens without script'],
  [MCP_PATH, 'assistants'],
]

/** Begins to count. */
export function createMeasures(): Measures {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'guichet_' })
  const observe = createObserver(registers)
  const refusals = new Counter({
    name: 'guichet_refusals_total',
    help: 'Refusals, by their code (docs/errors.md)',
    labelNames: ['code'],
    registers,
  })
  const counted = createOutcomeCounter(registers)
  const tries = createKnownCounter(registers, {
    name: 'guichet_webhook_tries_total',
    help: "Tries to tell the town's other software, by what came of them",
    label: 'outcome',
    values: ['delivered', 'failed', 'gone'],
  })
  const streams = new Gauge({ name: 'guichet_open_streams', help: 'Event streams that are open', registers })
  const encodings = createKnownCounter(registers, {
    name: 'guichet_encoder_skipped_total',
    help: 'Questions whose vector came late, was not asked for after one that came late, or failed',
    label: 'why',
    values: ['late', 'resting', 'failed'],
  })
  const storage = new Gauge({
    name: 'guichet_storage_writable',
    help: 'Whether a write was possible (1) or not (0) when this was read',
    registers,
  })
  const setGauges = createGauges(registers)
  return {
    contentType: registry.contentType,
    text({ storageWritable, gauges }) {
      storage.set(Number(storageWritable))
      if (gauges) setGauges(gauges)
      return registry.metrics()
    },
    observe,
    counted,
    refused: (code) => refusals.inc({ code }),
    encodingSkipped: (why) => encodings.inc({ why }),
    webhookTried: (outcome) => tries.inc({ outcome }),
    streamOpened() {
      streams.inc()
      return () => streams.dec()
    },
  }
}

function createObserver(registers: Registry[]): RequestHandler {
  const requests = new Counter({
    name: 'guichet_http_requests_total',
    help: 'Answers, by part of the server and status',
    labelNames: ['part', 'status'],
    registers,
  })
  const durations = new Histogram({
    name: 'guichet_http_request_seconds',
    help: 'Time until an answer was sent whole, streams left out',
    labelNames: ['part'],
    buckets: BUCKETS_S,
    registers,
  })
  return (request, response, next) => {
    const began = performance.now()
    const part = partOf(request.path)
    response.once('close', () => {
      requests.inc({ part, status: response.headersSent ? String(response.statusCode) : 'left' })
      const isStream = /event-stream/.test(String(response.getHeader('content-type') ?? ''))
      if (!isStream) durations.observe({ part }, (performance.now() - began) / 1000)
    })
    next()
  }
}

function createOutcomeCounter(registers: Registry[]): Measures['counted'] {
  const questions = new Counter({
    name: 'guichet_questions_total',
    help: 'Questions of citizens, by what became of them',
    labelNames: ['outcome'],
    registers,
  })
  return (increments) => {
    for (const [name, count] of Object.entries(increments)) {
      const outcome = OUTCOME.exec(name)?.[1]
      if (outcome) questions.inc({ outcome }, count)
    }
  }
}

interface KnownCounter<Label extends string> {
  name: string
  help: string
  label: Label
  values: readonly string[]
}

/** A counter whose values are known before the first is counted: a rate needs where it began. */
function createKnownCounter<Label extends string>(
  registers: Registry[],
  { name, help, label, values }: KnownCounter<Label>,
): Counter<Label> {
  const counter = new Counter({ name, help, labelNames: [label], registers })
  for (const value of values) counter.labels(value).inc(0)
  return counter
}

function createGauges(registers: Registry[]): (values: GaugeValues) => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const gauges: Record<keyof GaugeValues, Gauge> = {
    waitingHandoffs: gauge('guichet_waiting_handoffs', 'Requests that wait for an agent'),
    longestWaitS: gauge('guichet_longest_wait_seconds', 'Seconds since the longest of these waits began'),
    availableAgents: gauge('guichet_available_agents', 'Agents who declared themselves available'),
    mailsWaiting: gauge('guichet_mails_waiting', 'Mails that have not left yet'),
    mailsFailed: gauge('guichet_mails_failed', 'Mails that were given up'),
    webhooksFailing: gauge('guichet_webhooks_failing', 'Webhooks that have not worked for a day, or are stopped'),
    webhookDeliveriesWaiting: gauge('guichet_webhook_deliveries_waiting', 'Deliveries to webhooks that wait'),
    webhookDeliveriesDead: gauge('guichet_webhook_deliveries_dead', 'Deliveries to webhooks that were given up'),
    modelReady: gauge('guichet_model_ready', 'Whether questions are searched by meaning (1) or by words alone (0)'),
    clockDoubted: gauge(
      'guichet_clock_doubted',
      'Whether the clock is doubted, so that nothing is erased (1), or not (0)',
    ),
  }
  return (values) => {
    for (const [name, one] of Object.entries(gauges)) one.set(Number(values[name as keyof GaugeValues]))
  }
}

/** The part of the server that an address belongs to. */
export function partOf(path: string): string {
  return PARTS.find(([prefix]) => path.startsWith(prefix))?.[1] ?? 'files'
}
