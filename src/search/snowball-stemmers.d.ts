declare module 'snowball-stemmers' {
  /** A stemmer of one language. */
  export interface Stemmer {
    stem(word: string): string
  }
  const snowball: { newStemmer(language: string): Stemmer }
  // biome-ignore lint/style/noDefaultExport: the package has one
  export default snowball
}
