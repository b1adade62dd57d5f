import { sampleHash } from './sample-hash.ts';

/** What a process of its own makes of the sample. */
process.stdout.write(await sampleHash());
