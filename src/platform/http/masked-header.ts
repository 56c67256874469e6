/** Header of an answer that names what was masked of what the request brought: `phone, nir`. A page says so to whoever typed it. */
export const MASKED_HEADER = 'Guichet-Masked'
