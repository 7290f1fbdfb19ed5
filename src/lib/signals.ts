/**
 * The first SIGINT or SIGTERM aborts the signal: start nothing new, finish and record what is in flight.
 * The second ends the process at once; what was in flight is then an intent that the next run looks for.
 */
export function stopOnSignals(say: (text: string) => void): {
  readonly signal: AbortSignal;
  dispose(): void;
} {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) {
      say('\nStopped at once. Run apply again: it looks for what was in flight.\n');
      process.exit(130);
    }
    say(
      '\nStopping: what is in flight is finished and recorded, nothing new is started. Again to stop at once.\n',
    );
    controller.abort(new Error('interrupted'));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
