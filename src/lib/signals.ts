/** What is said at the first signal and at the second. */
export interface StopWords {
  readonly first: string;
  readonly second: string;
}

const SENDING: StopWords = {
  first:
    'Stopping: what is in flight is finished and recorded, nothing new is started.\nAgain to stop at once.',
  second: 'Stopped at once. Run apply again: it looks for what was in flight.',
};

/** A closed terminal asks for the same as Ctrl-C. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The first SIGINT, SIGTERM or SIGHUP aborts the signal: start nothing new, finish and record what is in flight.
 * The second ends the process at once; what was in flight is then an intent that the next run looks for.
 */
export function stopOnSignals(
  say: (text: string) => void,
  words: StopWords = SENDING,
): {
  readonly signal: AbortSignal;
  dispose(): void;
} {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) {
      say(`\n${words.second}\n`);
      process.exit(130);
    }
    say(`\n${words.first}\n`);
    controller.abort(new Error('interrupted'));
  };
  for (const name of SIGNALS) process.on(name, stop);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, stop);
    },
  };
}
