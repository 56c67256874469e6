import type { Commune } from '../../platform/model/commune.js'
import { isExampleValue } from './example-value.js'

/** Steps of the first run that are settings, in their order; each is a group of the settings. */
export const SETTING_STEPS = ['town', 'services', 'closures', 'retention'] as const
/** One of {@link SETTING_STEPS}. */
export type SettingStep = (typeof SETTING_STEPS)[number]

/** What somebody may say is done. `end`: the whole, whatever is left. The lines of entries are ticked one by one. */
export const FIRST_RUN_STEPS = [...SETTING_STEPS, 'end'] as const
/** One of {@link FIRST_RUN_STEPS}. */
export type FirstRunStep = (typeof FIRST_RUN_STEPS)[number]

/** Something that a step still lacks. */
export interface StepGap {
  /** Name of the service, of what belongs to one. */
  service: string | null
  field: 'site' | 'origins' | 'adresse' | 'telephone' | 'courriel' | 'hours' | 'controller' | 'dpoEmail'
  /** `example`: it is that of the installed example. */
  why: 'empty' | 'example'
}

/** What a step still lacks, as far as can be seen without knowing the town. Pure. */
export function gapsOf(step: SettingStep, commune: Commune): StepGap[] {
  const gap = (field: StepGap['field'], value: string, service: string | null = null): StepGap[] => {
    if (value.trim() === '') return [{ service, field, why: 'empty' }]
    return isExampleValue(value) ? [{ service, field, why: 'example' }] : []
  }
  switch (step) {
    case 'town':
      return [...gap('site', commune.site), ...gap('origins', commune.origins.join(' '))]
    case 'services':
      return Object.values(commune.services).flatMap(({ nom, adresse, telephone, courriel, hours }) => [
        ...gap('adresse', adresse, nom),
        ...gap('telephone', telephone, nom),
        ...gap('courriel', courriel, nom),
        ...gap('hours', Object.keys(hours).join(' '), nom),
      ])
    case 'closures':
      return []
    case 'retention':
      return [...gap('controller', commune.privacy.controller), ...gap('dpoEmail', commune.privacy.dpoEmail)]
    default:
      return step satisfies never
  }
}
