import { readFileSync } from 'node:fs';

declare const TRADEFORM_VERSION: string | undefined;

/** The package's version: written in by the build, read from package.json when run from source. */
export function version(): string {
  if (typeof TRADEFORM_VERSION === 'string') return TRADEFORM_VERSION;
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return (manifest as { version: string }).version;
}
