import type { Response, Router } from 'express'
import type { z } from 'zod'
import type { Route } from './http/route.js'
import type { ServedRoute } from './http/serve-routes.js'

/** What is done again and again while the server runs, by its sweep; the next one tries again what failed. */
export type Duty = () => Promise<unknown>

/** A feature that is open: what it serves and does until it is closed. */
export interface OpenFeature {
  served?: readonly ServedRoute[]
  duties?: readonly Duty[]
  /** Pages that are forms and links, which people read and no program: a router, and where it is. */
  pages?: { at: string; router: Router }
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
  /** What it sends to the town's other software, by the name of the event; it is described with the routes. */
  sends?: Readonly<Record<string, z.ZodObject>>
  open: (needs: Needs) => OpenFeature | Promise<OpenFeature>
}
