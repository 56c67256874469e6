import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from '../../../log.js'
import { DescribedError, languageOf } from '../../../platform/http/problem.js'
import {
  type AsideBounds,
  type AsideWork,
  SandboxFault,
  type SandboxFaultCode,
} from '../../../platform/jobs/run-aside.js'
import type { Sandbox } from '../../../platform/jobs/sandbox.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Entry } from '../../../platform/model/entry.js'
import type { ExportFormat } from '../../../platform/model/export-formats.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { EntryContent } from '../../entries/model/entry-record.js'
import type { ColumnKind } from '../column-kinds.js'
import type { ImportPlanView, ReadUploadView } from '../contract.js'
import type { SayExchange } from '../import-defaults.js'
import type { ImportDefaults } from '../plan-import.js'
import type { ExchangeFaultCode } from '../table.js'

/** What the process of exchanges is asked. */
export type ExchangeStart =
  | { act: 'read' }
  | {
      act: 'plan' | 'import'
      defaults: Omit<ImportDefaults, 'say'>
      /** What is left to check, in sentences with `{value}`. */
      checks: Record<'check.unknown_category' | 'check.other_answer', string>
    }
  | { act: 'export'; format: ExportFormat; headings: [ColumnKind, string][] }

/** What it is given, part by part. */
export type ExchangeGiven =
  | { kind: 'start'; start: ExchangeStart }
  /** Of the request. */
  | { kind: 'body'; bytes: Buffer }
  /** What the commune has. */
  | { kind: 'known'; entries: [string, EntryContent][] }
  | { kind: 'entries'; entries: Entry[] }

/** What it says, part by part. */
export type ExchangeTold =
  | { kind: 'read'; view: ReadUploadView }
  | { kind: 'plan'; view: ImportPlanView }
  | { kind: 'name'; name: string }
  | { kind: 'drafts'; drafts: { entryId: string; content: EntryContent }[] }
  | { kind: 'file'; bytes: Buffer }
  | { kind: 'fault'; code: ExchangeFaultCode; parameters: Record<string, string> }

/** What work aside needs. */
export interface AsideNeeds {
  /** Where files that others wrote are read. */
  sandbox: Sandbox
  logger: Logger
}

/** What a file may take: the largest honest ones take a fifth of it. */
export const ASIDE_BOUNDS: AsideBounds = { memoryMb: 512, deadlineMs: 60_000 }
/** When who was refused comes back, seconds. */
const BUSY_RETRY_S = 10

/** Lets few files be received and read at once, fewer of one person. Comes after her role is known, and before their bodies are read. @throws AppError `imports_busy` (429) */
export function enterSandbox({ sandbox }: Pick<AsideNeeds, 'sandbox'>): RequestHandler {
  return (_request, response, next) => {
    // Who has gone while her session was looked up would never leave her place.
    if (response.closed) return
    const leave = sandbox.enter(staffFrom(response).user.id)
    if (!leave) throw new AppError('imports_busy', 429, { retryAfterS: BUSY_RETRY_S })
    response.once('close', leave)
    next()
  }
}

/** Work aside for a request: its parts, in the order in which they came. It ends when the caller goes. @throws AppError, DescribedError for a file at fault */
export async function workAside<In, Out>(
  { sandbox, logger }: AsideNeeds,
  { request, response, describe }: { request: Request; response: Response; describe: DescribeSandboxFault },
  work: Pick<AsideWork<In, Out>, 'process' | 'parts'>,
): Promise<Out[]> {
  const told: Out[] = []
  try {
    const onPart = (part: Out) => void told.push(part)
    await sandbox.run<In, Out>({ ...work, bounds: ASIDE_BOUNDS, onPart, signal: untilGone(response) })
    return told
  } catch (error) {
    if (!(error instanceof SandboxFault)) throw error
    if (error.code === 'stopped') throw new AppError('stopping', 503, { retryAfterS: 2 })
    logger.warn({ why: error.code, cause: error.cause }, 'a file could not be read')
    throw describe(error.code, request)
  }
}

/** Aborted when the caller has gone, or was answered. */
export function untilGone(response: Response): AbortSignal {
  const gone = new AbortController()
  if (response.closed) gone.abort()
  response.once('close', () => gone.abort())
  return gone.signal
}

/** What is said of a file whose reading was ended. */
export type DescribeSandboxFault = (code: Exclude<SandboxFaultCode, 'stopped'>, request: Request) => DescribedError

/** Has the process of exchanges do something. @throws AppError, DescribedError `unreadable_file` (422) */
export async function exchangeAside(
  needs: AsideNeeds & { exchange: { say: SayExchange } },
  { request, response }: { request: Request; response: Response },
  parts: Iterable<ExchangeGiven>,
): Promise<ExchangeTold[]> {
  const describe = (code: string, from: Request, parameters: Record<string, string> = {}) => {
    const reason = needs.exchange.say(languageOf(from), `fault.${code}`, parameters)
    return new DescribedError('unreadable_file', 422, { reason })
  }
  const told = await workAside<ExchangeGiven, ExchangeTold>(
    needs,
    { request, response, describe },
    { process: 'features/exchange/routes/exchange-process', parts },
  )
  for (const one of told) {
    if (one.kind === 'fault') throw describe(one.code, request, one.parameters)
  }
  return told
}
