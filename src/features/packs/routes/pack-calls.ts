import type { Call } from '../../../platform/http/call.js'
import { followRequest, lookRequest } from './pack-contract.js'

const staff = {
  security: 'staff',
  roles: ['curator', 'admin'],
  errors: [401, 403, 422],
} as const satisfies Partial<Call>

/** Calls about the packs that a commune follows. */
export const PACK_CALLS: readonly Call[] = [
  {
    ...staff,
    method: 'get',
    path: '/admin/packs',
    summary: 'Packs that the commune follows',
    success: 200,
    errors: [401, 403],
  },
  {
    ...staff,
    method: 'post',
    path: '/admin/packs/look',
    summary: 'Read and check a pack, and say what it would change; nothing is written',
    body: lookRequest,
    success: 200,
  },
  {
    ...staff,
    method: 'post',
    path: '/admin/packs',
    summary: 'Follow a pack whose key is trusted, and save what is taken of it as drafts',
    body: followRequest,
    success: 201,
    errors: [401, 403, 409, 422],
  },
  {
    ...staff,
    method: 'delete',
    path: '/admin/packs/{id}',
    roles: ['admin'],
    summary: 'Follow a pack no longer; its entries stay',
    success: 204,
    errors: [401, 403, 404],
  },
]
