import type { ContentFault } from '../../contract.js'

/** Whether a field is another one, or part of it: `online.0.url` is within `online`. */
export function isWithin(field: string, other: string): boolean {
  return field === other || field.startsWith(`${other}.`)
}

/** What is to mend in a field, in one text; empty when nothing is. Pure. */
export function faultsOf(faults: readonly ContentFault[], field: string): string {
  return faults
    .filter((fault) => fault.field === field || (field === 'servicePublic' && isWithin(fault.field, field)))
    .map(({ message }) => message)
    .join(' ')
}
