import type { Call } from '../call.js'
import { importRequest, noteRequest, seenRequest, selectionRequest } from './national-contract.js'

const PATH = '/admin/imports/service-public'

/** Calls about the national feed. */
export const NATIONAL_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: PATH,
    summary: 'What the server has of the national feed, what the commune has chosen of it, and the import that runs',
    success: 200,
    security: 'staff',
    errors: [401, 403],
  },
  {
    method: 'post',
    path: PATH,
    summary: 'Import the feed that the operator has set',
    body: importRequest,
    success: 202,
    security: 'staff',
    errors: [401, 403, 409, 422],
  },
  {
    method: 'post',
    path: `${PATH}/archive`,
    summary: 'Import a feed sent as a zip; `accept-losses=yes` when it may lack fiches that the server has',
    upload: 'application/zip',
    success: 202,
    security: 'staff',
    errors: [401, 403, 409, 413, 415],
  },
  {
    method: 'put',
    path: `${PATH}/selection`,
    summary: 'Choose fiches by theme and by id; `*` stands for any run of characters',
    body: selectionRequest,
    success: 200,
    security: 'staff',
    errors: [401, 403, 422],
  },
  {
    method: 'get',
    path: `${PATH}/fiches`,
    summary: 'The fiches of the commune: those to look at again, or all; `show`, `q`, `from`',
    success: 200,
    security: 'staff',
    errors: [401, 403, 422],
  },
  {
    method: 'get',
    path: `${PATH}/fiches/{id}`,
    summary: 'One of them, with what has changed and what the commune says beside it',
    success: 200,
    security: 'staff',
    errors: [401, 403, 404],
  },
  {
    method: 'put',
    path: `${PATH}/fiches/{id}/note`,
    summary: 'Say something beside a fiche: place, hours, papers, cost; empty texts take it away',
    body: noteRequest,
    success: 200,
    security: 'staff',
    errors: [401, 403, 404, 409, 422],
  },
  {
    method: 'post',
    path: `${PATH}/fiches/{id}/seen`,
    summary: 'Say that a change was seen',
    body: seenRequest,
    success: 200,
    security: 'staff',
    errors: [401, 403, 404, 409, 422],
  },
]
