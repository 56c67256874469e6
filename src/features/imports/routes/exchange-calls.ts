import type { Call } from '../../../platform/http/call.js'
import { importRequest, readUploadRequest } from './exchange-contract.js'

const staff = {
  security: 'staff',
  roles: ['curator', 'admin'],
  errors: [401, 403, 422],
} as const satisfies Partial<Call>

/** Calls by which curators bring entries in and take them away. */
export const EXCHANGE_CALLS: readonly Call[] = [
  {
    ...staff,
    method: 'post',
    path: '/admin/exchange/read',
    summary: 'What a file is: the columns of a sheet and what they seem to say, or a bot of Botpress',
    body: readUploadRequest,
    success: 200,
  },
  {
    ...staff,
    method: 'post',
    path: '/admin/exchange/plan',
    summary: 'What an import would do, entry by entry and fault by fault; nothing is written',
    body: importRequest,
    success: 200,
  },
  {
    ...staff,
    method: 'post',
    path: '/admin/exchange/imports',
    summary: 'Save what a file brings as drafts',
    body: importRequest,
    success: 201,
  },
  {
    ...staff,
    method: 'get',
    path: '/admin/exchange/imports',
    summary: 'Imports that were made',
    success: 200,
    errors: [401, 403],
  },
  {
    ...staff,
    method: 'post',
    path: '/admin/exchange/imports/{id}/undo',
    summary: 'Throw away the drafts of an import that nobody has touched since',
    success: 200,
    errors: [401, 403, 404, 409],
  },
  {
    ...staff,
    method: 'get',
    path: '/admin/exchange/export',
    summary: 'Every entry of the commune as a file: `format` is csv, xlsx, files or botpress',
    success: 200,
  },
]
