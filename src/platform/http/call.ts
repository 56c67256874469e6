import type { z } from 'zod'
import type { Role } from '../model/role.js'
import type { Route } from './route.js'

type Method = 'get' | 'post' | 'put' | 'delete'
/** A call of the HTTP contract. */
export interface Call {
  method: Method
  path: string
  summary: string
  body?: z.ZodType
  /** The body is a file of this type, not JSON. */
  upload?: 'application/zip'
  /** What a success answers, where the route declares it. */
  answer?: z.ZodType | null
  query?: z.ZodType
  success: number
  security?: 'citizen' | 'staff'
  /** Of a staff's call that changes something: it repeats the token of her session. */
  repeatsToken?: true
  /** Of a staff's call: the roles to which it is open. */
  roles?: readonly Role[]
  /** It touches what communes share: where there are several, a super-admin's alone. */
  server?: true
  errors?: number[]
  /** What the answer is, when it is not JSON. */
  mediaType?: Route['mediaType']
  /** Beside the prefix, not under it. */
  atRoot?: true
}
