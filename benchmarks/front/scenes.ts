import { CITIZEN_SCENES } from './citizen-scenes.js'
import type { Scene } from './scene.js'
import { STAFF_SCENES } from './staff-scenes.js'

/** Every page and state that is audited, in the order in which they are played. */
export const SCENES: Scene[] = [...CITIZEN_SCENES, ...STAFF_SCENES]
