import type { Call } from '../call.js'
import { previewSettingsRequest, settingsRequest, undoSettingsRequest } from './settings-contract.js'

/** The calls of the settings. */
export const SETTINGS_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/admin/settings',
    summary: 'The settings of the commune, those of its file, and who changed what',
    success: 200,
    security: 'staff',
    roles: ['admin'],
    errors: [401, 403],
  },
  {
    method: 'put',
    path: '/admin/settings',
    summary: 'Change settings over the version that was read; they are in use at once',
    body: settingsRequest,
    success: 200,
    security: 'staff',
    roles: ['admin'],
    errors: [401, 403, 409, 422],
  },
  {
    method: 'post',
    path: '/admin/settings/undo',
    summary: 'Make what a change touched what it was before it',
    body: undoSettingsRequest,
    success: 200,
    security: 'staff',
    roles: ['admin'],
    errors: [401, 403, 404, 409, 422],
  },
  {
    method: 'post',
    path: '/admin/settings/preview',
    summary: 'What citizens would be told of the services now; nothing is stored',
    body: previewSettingsRequest,
    success: 200,
    security: 'staff',
    roles: ['admin'],
    errors: [401, 403, 409, 422],
  },
  {
    method: 'get',
    path: '/admin/settings/file',
    summary: 'The file of the commune as its settings are now',
    success: 200,
    security: 'staff',
    roles: ['admin'],
    errors: [401, 403],
  },
]
