import type { Commune } from '../../platform/model/commune.js'

/**
 * Numbers that nobody has, kept for works of fiction (Arcep, decision 2018-0881, article 2.3.8): the installed example has such numbers, a town cannot.
 */
const FICTION = /^0(1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98)/

/** A name that nobody can have (RFC 2606). */
const EXAMPLE_DOMAIN = /\.example(?![a-z0-9-])/i

/** Whether a phone, an e-mail or an address is still that of the installed example: nobody can be reached by it. Pure. */
export function isExampleValue(value: string): boolean {
  return EXAMPLE_DOMAIN.test(value) || FICTION.test(value.replace(/\D/g, '').replace(/(\d\d)(?=\d)/g, '$1 '))
}

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
