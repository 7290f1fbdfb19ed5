import { journalContract } from '../contract/journal.ts';
import { Disk } from './world/disk.ts';
import { ModelJournal } from './world/model-journal.ts';
import { WorldTime } from './world/world-time.ts';

// What the simulation proves, it proves of journals that keep this contract; the stores are tested by it, too.
journalContract('the modelled journal', async () => {
  const disk = new Disk(new WorldTime());
  return {
    open: async (clock) => ModelJournal.open(disk, { clock }, { kind: 'automatic' }),
    dispose: () => Promise.resolve(),
  };
});
