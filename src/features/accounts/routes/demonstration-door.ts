import { isIP } from 'node:net'
import type { Request } from 'express'
import { AppError } from '../../../platform/model/app-error.js'
import { toUrl } from '../../../platform/text/to-url.js'
import type { User } from '../staff.js'

/** Whom the demonstration's accounts let in, whose password anybody can read: nobody in an installation, who sits at this machine, or everybody. */
export type DemonstrationDoor = 'closed' | 'this_machine' | 'open'

/** What tells who may come in. */
export interface DoorNeeds {
  demonstrationDoor: DemonstrationDoor
}

/** Headers by which a proxy or a tunnel says that somebody else asks. */
const PASSED_ON = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']

/**
 * Whether an account may come in by a request, as far as it is one of a demonstration. Another site's name may be made to lead to this machine, so the name
 * by which the server is asked counts too.
 */
export function isDoorOpen({ demonstrationDoor }: DoorNeeds, request: Request, user: User): boolean {
  if (!user.demonstration || demonstrationDoor === 'open') return true
  return demonstrationDoor === 'this_machine' && isOfThisMachine(request)
}

/** @throws AppError `demonstration_elsewhere` (403) where {@link isDoorOpen} says no */
export function requireOpenDoor(door: DoorNeeds, request: Request, user: User): void {
  if (!isDoorOpen(door, request, user)) throw new AppError('demonstration_elsewhere', 403)
}

/** What the caller says of itself can only make it a stranger: the connection itself must come from here, and through nobody. */
function isOfThisMachine(request: Request): boolean {
  // Behind a proxy that says nothing, everybody comes from here.
  const hasProxies = Number(request.app.get('trust proxy')) > 0
  const isPassedOn = PASSED_ON.some((name) => request.headers[name] !== undefined)
  return !hasProxies && !isPassedOn && isLoopback(request.socket.remoteAddress ?? '') && isOwnName(request.headers.host)
}

function isOwnName(host: string | undefined): boolean {
  const name = host === undefined ? undefined : toUrl(`http://${host}`)?.hostname
  if (name === undefined) return false
  return name === 'localhost' || name.endsWith('.localhost') || isLoopback(name.replace(/^\[|\]$/g, ''))
}

/** An address of IPv4 may be written as one of IPv6. */
function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'))
}
