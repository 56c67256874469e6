import type { Commune, Service } from './commune.js'

/** The service of a commune that has this id; `undefined` where it has none, whatever word was written for it: `constructor` is not one. Pure. */
export function serviceOf({ services }: Pick<Commune, 'services'>, id: string): Service | undefined {
  return Object.hasOwn(services, id) ? services[id] : undefined
}
