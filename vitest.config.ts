import { defineConfig } from 'vitest/config'

/** Three rooms of tests in plain Node. None sleeps: unit tests bring their own time, the others poll real sockets. */
export default defineConfig({
  test: {
    environment: 'node',
    // Processes, not threads: native addons are loaded, children are killed, and one crash must not take the others along.
    pool: 'forks',
    // What is awaited comes as soon as it can; a busy machine is no failure.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.ts', 'test/architecture.test.ts'], testTimeout: 30_000 },
      },
      { extends: true, test: { name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout: 60_000 } },
      {
        extends: true,
        test: { name: 'journeys', include: ['test/journeys/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 60_000 },
      },
    ],
  },
})
