import { journalOf } from './placed.ts';

/**
 * Whether a run gets slower as it goes on: the time that its last fifth of intents took, over that of its second one. (In the first, code
 * is still being compiled.)
 */
export function slopeOf(cwd: string): number {
  const journal = journalOf(cwd);
  const rows = journal
    .prepare("SELECT event ->> '$.time' AS time FROM events WHERE type = 'intent' ORDER BY sequence")
    .all();
  journal.close();
  const times = rows.map((row) => Number(row['time']));
  const fifth = Math.floor(times.length / 5);
  const took = (from: number): number => (times[from + fifth - 1] ?? 0) - (times[from] ?? 0);
  return took(times.length - fifth) / took(fifth);
}
