import { startSimulator } from '../../electron/simulator/simulator.ts'

// A site in a process of its own, as real ones are: nothing it does holds up the console. Options come as JSON in the first argument.
const { url, appKey, appSecret, certificateSha256, worldUrl } = await startSimulator(JSON.parse(process.argv[2] ?? '{}'))
process.stdout.write(`${JSON.stringify({ url, appKey, appSecret, certificateSha256, worldUrl })}\n`)
process.on('disconnect', () => process.exit())
