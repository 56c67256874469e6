/** The part of the widget's script element that is read. */
export interface ScriptTag {
  src: string
  dataset: DOMStringMap
}

/**
 * Where the server is, for whoever loads the script from it: with a final slash. Alone in its file, which imports nothing: the first script of a page would
 * bring along whatever lies beside it.
 */
export function baseOf({ src }: ScriptTag): string {
  return src.replace(/(assets\/)?widget\.js.*/, '')
}
