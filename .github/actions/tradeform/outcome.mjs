// Says in the summary what an exit code means, where it is not the good one, and ends with it.
//   node outcome.mjs               EXIT_CODE
import { annotate, summarise } from './github.mjs';
import { meaningOf } from './meaning.mjs';

const code = process.env.EXIT_CODE ?? '';
if (code !== '0') {
  const { title, text } = meaningOf(code);
  summarise(text);
  annotate(code === '2' ? 'warning' : 'error', `tradeform: ${title}`, text.replaceAll('**', ''));
}
process.exitCode = code === '' ? 1 : Number(code);
