import type { z } from 'zod'
import type { Role } from '../../features/accounts/staff.js'

type Method = 'get' | 'post' | 'put' | 'delete'
/** A call of the HTTP contract. */
export interface Call {
  method: Method
  path: string
  summary: string
  body?: z.ZodType
  /** The body is a file of this type, not JSON. */
  upload?: 'application/zip'
  success: number
  security?: 'citizen' | 'staff'
  /** Of a staff's call: the roles to which it is open. */
  roles?: readonly Role[]
  /** It touches what communes share: where there are several, a super-admin's alone. */
  server?: true
  errors?: number[]
  /** What the answer is, when it is not JSON. */
  mediaType?: 'text/event-stream' | 'text/plain' | 'text/css' | 'text/html'
  /** Beside the prefix, not under it. */
  atRoot?: true
}
