import { createInterface } from 'node:readline/promises';
import { clearNote } from '../lib/terminal.ts';

/** A person's answer; empty where they go away or stop the program. */
export async function ask(question: string, stop: AbortSignal): Promise<string> {
  clearNote();
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    // Ctrl-C at the prompt belongs to us, not to readline.
    prompt.on('SIGINT', () => process.emit('SIGINT'));
    // At the end of its input readline would leave the question open for ever.
    const gone = new AbortController();
    prompt.once('close', () => gone.abort());
    const signal = AbortSignal.any([stop, gone.signal]);
    return await prompt.question(question, { signal }).catch(() => '');
  } finally {
    prompt.close();
  }
}
