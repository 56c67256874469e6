import { context, SpanKind, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SamplingDecision,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'

/** Spans that have ended, kept in memory: what a town's SDK would send away. */
export interface KeptSpans {
  all(): ReadableSpan[]
  /** The spans of the trace that a request began, as a tree: `name > [children]`, in the order in which they began. */
  treeOf(name: string): Tree | undefined
  /** Resolves once a trace of this name has ended. */
  ended(name: string): Promise<void>
  clear(): void
  /** Takes the SDK away again. */
  remove(): void
}

/** A span with those that it holds. */
export interface Tree {
  span: ReadableSpan
  holds: Tree[]
}

/** A tracer that has met a provider keeps it: files of one process share theirs, which takes nothing outside of them. */
let isKept = false
const exporter = new InMemorySpanExporter()
const provider = new BasicTracerProvider({
  spanProcessors: [new SimpleSpanProcessor(exporter)],
  sampler: {
    shouldSample: () => ({ decision: isKept ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD }),
  },
})

/** Loads an SDK as a town would, whose spans stay here. */
export function keepSpans(): KeptSpans {
  isKept = true
  exporter.reset()
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(provider)
  const all = () => exporter.getFinishedSpans()
  const first = (name: string) => all().find((span) => span.name === name && !span.parentSpanContext)
  const treeOf = (span: ReadableSpan): Tree => ({
    span,
    holds: all()
      .filter(({ parentSpanContext }) => parentSpanContext?.spanId === span.spanContext().spanId)
      .sort((a, b) => a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1])
      .map(treeOf),
  })
  return {
    all,
    treeOf(name) {
      const span = first(name)
      return span && treeOf(span)
    },
    async ended(name) {
      while (!first(name)) await new Promise((resolve) => setTimeout(resolve, 5))
    },
    clear: () => exporter.reset(),
    remove() {
      isKept = false
      trace.disable()
      context.disable()
    },
  }
}

/** Names alone, each with those of the spans that it holds. */
export function namesOf({ span, holds }: Tree): unknown[] {
  return [span.name, ...(holds.length > 0 ? [holds.map(namesOf)] : [])]
}

/** The first span of a name in a tree. */
export function inTree({ span, holds }: Tree, name: string): ReadableSpan | undefined {
  if (span.name === name) return span
  for (const one of holds) {
    const found = inTree(one, name)
    if (found) return found
  }
  return undefined
}

export { SpanKind }
