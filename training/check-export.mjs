/**
 * Loads the exported model as the application does and checks it: the tokenizer against that of the training,
 * the shape and norm of the embeddings, padding, and the time a question takes.
 *
 * Usage: node check-export.mjs <folder of the model> <samples.json written by export_model.py>
 */
import { readFile } from 'node:fs/promises';
import { AutoModel, AutoTokenizer, env } from '@xenova/transformers';

const [modelFolder, samplesFile] = process.argv.slice(2);
env.allowRemoteModels = false;
env.localModelPath = '';

const tokenizer = await AutoTokenizer.from_pretrained(modelFolder);
const model = await AutoModel.from_pretrained(modelFolder, { quantized: true });
const samples = JSON.parse(await readFile(samplesFile, 'utf8'));

const embed = async (texts) =>
  (await model(await tokenizer(texts, { padding: true, truncation: true }))).sentence_embedding;
const dot = (left, right) => left.reduce((sum, value, index) => sum + value * right[index], 0);
const quantile = (sorted, share) => sorted[Math.floor(share * (sorted.length - 1))];

const different = samples.filter(({ text, ids }) => tokenizer.encode(text).join() !== ids.join());
console.log(`tokenizer: ${samples.length - different.length} of ${samples.length} texts identical`);
for (const { text } of different.slice(0, 5)) console.log('  differs:', JSON.stringify(text.slice(0, 120)));

const times = [];
const alone = [];
for (const { text } of samples) {
  const started = performance.now();
  alone.push((await embed([text])).data);
  times.push(performance.now() - started);
}
times.sort((left, right) => left - right);
console.log(`one question: p50 ${quantile(times, 0.5).toFixed(2)} ms, p95 ${quantile(times, 0.95).toFixed(2)} ms`);

const batch = samples.slice(0, 32).map(({ text }) => text);
const started = performance.now();
const together = await embed(batch);
console.log(`batch of 32: ${((performance.now() - started) / 32).toFixed(2)} ms a text`);
const width = together.dims[1];
const cosines = batch.map((_, row) => dot(alone[row], together.data.slice(row * width, (row + 1) * width)));
console.log(`dims ${together.dims}, norm ${Math.sqrt(dot(alone[0], alone[0])).toFixed(4)}`);
console.log(`alone against padded in a batch: least cosine ${Math.min(...cosines).toFixed(4)}`);

// Pieces of equal score may be cut in another order ('....' as '. ...'): the rare tie is no fault.
const tooDifferent = different.length > 0.005 * samples.length;
if (tooDifferent || width !== 256 || Math.min(...cosines) < 0.98) process.exitCode = 1;
