import type { Response } from 'express'
import type { Route } from './http/route.js'
import type { Served } from './http/serve-routes.js'

/** What is done again and again while the server runs, by its sweep; the next one tries again what failed. */
export type Duty = () => Promise<unknown>

/** A feature that is open: what it serves and does until it is closed. */
export interface OpenFeature {
  served?: readonly Served[]
  duties?: readonly Duty[]
  /** Told of each call that a member of staff is let make, before it is answered. */
  onStaffCall?: (route: Route, response: Response) => Promise<void>
  /** Finishes what is under way; called once, when no request is being answered any more. */
  close?: () => Promise<void>
}

/**
 * A part of the product, as a value: one list of them makes the product, and one that is taken out of the list is out of the product.
 * @typeParam Needs what it is given: no more than it uses
 */
export interface Feature<Needs> {
  name: string
  /** What it adds to the HTTP contract. */
  routes: Readonly<Record<string, Route>>
  open: (needs: Needs) => OpenFeature | Promise<OpenFeature>
}
