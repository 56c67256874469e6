import { mixQuestions } from './dist/benchmarks/clusters/known-questions.js'
import { groupQuestions } from './dist/src/retrieval/clusters/group-questions.js'
const known = await mixQuestions(10000)
console.time('words'); await groupQuestions(known.map(k=>k.question),{encode:null}); console.timeEnd('words')
