/** The part of the widget's script element that is read. */
export interface ScriptTag {
  src: string
  dataset: DOMStringMap
}

/** Where the server is, for who loads the script from it: with a final slash. */
export function baseOf({ src }: ScriptTag): string {
  return src.replace(/(assets\/)?widget\.js.*/, '')
}
