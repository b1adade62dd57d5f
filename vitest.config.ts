import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import LongestFirst from './test/longest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/count-reporter.ts'],
    globalSetup: './test/around-all.ts',
    // Browsers and child processes start slowly on a busy machine; no test measures time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Vitest by itself leaves one core idle, and starts a process for each file, which loads all
    // that it needs anew: modules here keep no state, so files may share them.
    maxWorkers: availableParallelism(),
    isolate: false,
    sequence: { sequencer: LongestFirst },
  },
});
