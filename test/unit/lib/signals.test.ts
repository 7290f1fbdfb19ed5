import { afterEach, describe, expect, it, vi } from 'vitest';
import { stopOnSignals } from '../../../src/lib/signals.ts';

const said: string[] = [];
const running: ReturnType<typeof stopOnSignals>[] = [];
const listen = (): ReturnType<typeof stopOnSignals> => {
  const stop = stopOnSignals((text) => said.push(text));
  running.push(stop);
  return stop;
};
afterEach(() => {
  for (const stop of running.splice(0)) stop.dispose();
  said.length = 0;
  vi.restoreAllMocks();
});

describe('SIGINT, SIGTERM and SIGHUP', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s lets what is in flight end, and starts nothing new',
    (name) => {
      const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
      const { signal } = listen();
      expect(signal.aborted).toBe(false);
      process.emit(name, name);
      expect(signal.aborted).toBe(true);
      expect(signal.reason).toMatchObject({ message: 'interrupted' });
      expect(said.join('')).toContain('nothing new is started');
      expect(exit).not.toHaveBeenCalled();
    },
  );

  it('the second ends at once, with 130', () => {
    const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
    listen();
    process.emit('SIGINT', 'SIGINT');
    process.emit('SIGTERM', 'SIGTERM');
    expect(exit).toHaveBeenCalledExactlyOnceWith(130);
  });

  it('are let alone once the run is over', () => {
    const before = process.listenerCount('SIGINT');
    const stop = listen();
    expect(process.listenerCount('SIGINT')).toBe(before + 1);
    stop.dispose();
    expect(process.listenerCount('SIGINT')).toBe(before);
    expect(stop.signal.aborted).toBe(false);
  });
});
