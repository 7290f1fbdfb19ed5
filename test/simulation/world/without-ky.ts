import { registerHooks } from 'node:module';

const BARE = new URL('bare-ky.ts', import.meta.url).href;

/**
 * From now on this thread loads a stand-in for ky, the HTTP client of the adapters: it hands a request to `fetch`, and does no
 * more. All that ky adds is a timer of real time, which can't strike where time is virtual; and it takes a fifth of the time of
 * a schedule. A test holds both to the same traces (schedules.test.ts). Call it before anything is loaded.
 */
export function withoutKy(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'ky' ? { url: BARE, shortCircuit: true } : next(specifier, context),
  });
}
