import type { VNode } from 'preact'

/** Elements of a tree of components without state, their functions called. */
export function elementsOf(node: unknown): VNode<Record<string, unknown>>[] {
  if (Array.isArray(node)) return node.flatMap(elementsOf)
  if (typeof node !== 'object' || node === null) return []
  const { type, props } = node as VNode<Record<string, unknown>>
  if (typeof type === 'function') return elementsOf((type as (properties: unknown) => unknown)(props))
  return [node as VNode<Record<string, unknown>>, ...elementsOf(props.children)]
}

/** The words of such a tree. */
export function textOf(node: unknown): string {
  if (Array.isArray(node)) return node.map(textOf).join('')
  if (typeof node === 'string') return node
  if (typeof node !== 'object' || node === null) return ''
  const { type, props } = node as VNode<Record<string, unknown>>
  return textOf(typeof type === 'function' ? (type as (properties: unknown) => unknown)(props) : props.children)
}
