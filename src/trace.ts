import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

/** What a span says: ids, codes, counts and durations. Nothing that anybody typed, ever. */
export type Facts = Record<string, string | number | boolean>

/** Adds to what a span says. */
export type Note = (facts: Facts) => void

/** A trace that begins in this process. */
export interface BegunTrace {
  /** Does work whose spans belong to the trace. */
  during<T>(work: () => T): T
  /** Ends it. @param failed whether it is the server's own fault */
  end(end: { name?: string; facts?: Facts; failed?: boolean }): void
}

/** Whom what begins a trace concerns: somebody who asks, or somebody who is told. */
export type Side = 'asked' | 'tells'

const KINDS: Record<Side, SpanKind> = { asked: SpanKind.SERVER, tells: SpanKind.CLIENT }
const NOTHING: Note = () => {}
const tracer = trace.getTracer('guichet')

/**
 * Begins a trace. What came before it is not read: a stranger's headers neither name a trace nor have one kept.
 * @returns `null` when nobody wants it: no SDK was loaded, or its sampler leaves this one out
 */
export function beginTrace(name: string, side: Side, facts: Facts = {}): BegunTrace | null {
  const span = tracer.startSpan(name, { kind: KINDS[side], attributes: facts, root: true })
  if (!span.isRecording()) return null
  return {
    during: (work) => context.with(trace.setSpan(context.active(), span), work),
    end({ name: last, facts: more = {}, failed = false }) {
      if (last !== undefined) span.updateName(last)
      span.setAttributes(more)
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    },
  }
}

/** Does work as a span of the trace that it is part of; outside of one, the work alone. Whatever it throws goes on. */
export function traced<T>(name: string, facts: Facts, work: (note: Note) => T): T {
  if (trace.getActiveSpan() === undefined) return work(NOTHING)
  return tracer.startActiveSpan(name, { attributes: facts }, (span) => {
    try {
      const result = work((more) => void span.setAttributes(more))
      if (!isPromise(result)) return end(span, result)
      return result.then(
        (value) => end(span, value),
        (error: unknown) => fail(span, error),
      ) as T
    } catch (error) {
      return fail(span, error)
    }
  })
}

/** Adds to what the span says in which the caller is. */
export function noteInTrace(facts: Facts): void {
  trace.getActiveSpan()?.setAttributes(facts)
}

/** By what a line of the log is found again in a trace; nothing outside of one. */
export function traceIds(): { traceId: string; spanId: string } | Record<string, never> {
  const span = trace.getActiveSpan()?.spanContext()
  return span ? { traceId: span.traceId, spanId: span.spanId } : {}
}

function end<T>(span: Span, result: T): T {
  span.end()
  return result
}

/** A code alone: an error's own words may repeat what was typed. What has a status below 500 is no fault of the server. */
function fail(span: Span, error: unknown): never {
  const { code, status } = (error ?? {}) as { code?: unknown; status?: unknown }
  span.setAttribute('error.type', typeof code === 'string' ? code : 'internal')
  if (typeof status !== 'number' || status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
  throw error
}

/** A promise of any realm. */
function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null)?.then === 'function'
}
